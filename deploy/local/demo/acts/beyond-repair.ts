import { PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import type { Act } from '../act.js';
import { rootDevice, vault } from '../cast.js';
import { mfaDeleteOf } from '../readings.js';

/** What no call can put right: the controller has to tell people, and to leave it alone. */

export const mfaDeleteOff: Act = {
  kind: 'act',
  name: 'mfa-delete-off',
  deed: `as root, switches MFA delete of ${vault} off`,
  bucket: vault,
  aspect: 'versioning',
  ending: 'handedOver',
  byRoot: true,
  commit: ({ s3 }) =>
    s3.send(
      new PutBucketVersioningCommand({
        Bucket: vault,
        MFA: rootDevice,
        VersioningConfiguration: { Status: 'Enabled', MFADelete: 'Disabled' },
      }),
    ),
  read: (auditor) => mfaDeleteOf(auditor, vault),
  intact: 'Enabled',
};
