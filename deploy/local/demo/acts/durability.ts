import {
  PutBucketLifecycleConfigurationCommand,
  PutBucketLoggingCommand,
  PutBucketVersioningCommand,
} from '@aws-sdk/client-s3';
import type { Act } from '../act.js';
import { orders } from '../cast.js';
import { logOf, rulesOf, versioningOf } from '../readings.js';

const archive = 'archive-2024';

export const versioningSuspended: Act = {
  kind: 'act',
  name: 'versioning-suspended',
  deed: `suspends versioning of ${archive}: deleting is final`,
  bucket: archive,
  aspect: 'versioning',
  commit: ({ s3 }) =>
    s3.send(
      new PutBucketVersioningCommand({ Bucket: archive, VersioningConfiguration: { Status: 'Suspended' } }),
    ),
  read: (auditor) => versioningOf(auditor, archive),
  intact: 'Enabled',
};

export const everythingExpires: Act = {
  kind: 'act',
  name: 'lifecycle-expires',
  deed: `has everything in ${archive} deleted after one day`,
  bucket: archive,
  aspect: 'lifecycle',
  eventLost: true,
  commit: ({ s3 }) =>
    s3.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket: archive,
        LifecycleConfiguration: {
          Rules: [{ ID: 'tidy-up', Status: 'Enabled', Filter: {}, Expiration: { Days: 1 } }],
        },
      }),
    ),
  read: (auditor) => rulesOf(auditor, archive),
  intact: ['forget-replaced-versions'],
};

export const loggingOff: Act = {
  kind: 'act',
  name: 'logging-off',
  deed: `switches the access log of ${orders} off`,
  bucket: orders,
  aspect: 'logging',
  eventLost: true,
  commit: ({ s3 }) => s3.send(new PutBucketLoggingCommand({ Bucket: orders, BucketLoggingStatus: {} })),
  read: (auditor) => logOf(auditor, orders),
  intact: `logs-central/${orders}/`,
};
