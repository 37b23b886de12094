import { DeleteBucketCommand, PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import type { Act } from '../act.js';
import { archiveLogs, rootDevice, vault } from '../cast.js';
import { isThere, mfaDeleteOf } from '../readings.js';

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

export const bucketDeleted: Act = {
  kind: 'act',
  name: 'bucket-deleted',
  deed: `deletes ${archiveLogs}: its name is anybody's now`,
  bucket: archiveLogs,
  aspect: 'existence',
  ending: 'handedOver',
  commit: ({ s3 }) => s3.send(new DeleteBucketCommand({ Bucket: archiveLogs })),
  read: (auditor) => isThere(auditor, archiveLogs),
  intact: true,
};
