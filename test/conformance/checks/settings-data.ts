import { at, send } from '../check.js';
import { type Setting, versioned } from './setting.js';

const rule = { ID: 'old', Status: 'Enabled', Filter: { Prefix: 'logs/' }, Expiration: { Days: 400 } };
const cors = [
  { AllowedMethods: ['GET'], AllowedOrigins: ['https://example.com'], AllowedHeaders: ['x-one'] },
];

/** What becomes of the objects, and who is told and pays. */
export const dataSettings: readonly Setting[] = [
  {
    read: 'GetBucketVersioning',
    write: 'PutBucketVersioning',
    input: () => ({ VersioningConfiguration: { Status: 'Enabled' } }),
    shows: at('Status'),
    atFirst: undefined,
    afterPut: 'Enabled',
  },
  {
    read: 'GetBucketLifecycleConfiguration',
    write: 'PutBucketLifecycleConfiguration',
    remove: 'DeleteBucketLifecycle',
    input: () => ({ LifecycleConfiguration: { Rules: [rule] } }),
    shows: at('Rules'),
    atFirst: 'NoSuchLifecycleConfiguration',
    afterPut: [rule],
  },
  {
    read: 'GetBucketReplication',
    write: 'PutBucketReplication',
    remove: 'DeleteBucketReplication',
    prepare: async (place, bucket) => {
      await versioned(place, bucket);
      const to = `${bucket}-copy`;
      await send(place, 'CreateBucket', { Bucket: to });
      await versioned(place, to);
    },
    input: (bucket) => ({
      ReplicationConfiguration: {
        Role: 'arn:aws:iam::111122223333:role/copier',
        Rules: [
          {
            ID: 'all',
            Status: 'Enabled',
            Priority: 1,
            Filter: { Prefix: '' },
            DeleteMarkerReplication: { Status: 'Disabled' },
            Destination: { Bucket: `arn:aws:s3:::${bucket}-copy` },
          },
        ],
      },
    }),
    shows: (output) => [
      at('ReplicationConfiguration.Rules.0.ID')(output),
      at('ReplicationConfiguration.Rules.0.Priority')(output),
    ],
    atFirst: 'ReplicationConfigurationNotFoundError',
    afterPut: ['all', 1],
  },
  {
    read: 'GetBucketCors',
    write: 'PutBucketCors',
    remove: 'DeleteBucketCors',
    input: () => ({ CORSConfiguration: { CORSRules: cors } }),
    shows: at('CORSRules'),
    atFirst: 'NoSuchCORSConfiguration',
    afterPut: cors,
  },
  {
    read: 'GetBucketWebsite',
    write: 'PutBucketWebsite',
    remove: 'DeleteBucketWebsite',
    input: () => ({ WebsiteConfiguration: { IndexDocument: { Suffix: 'index.html' } } }),
    shows: at('IndexDocument'),
    atFirst: 'NoSuchWebsiteConfiguration',
    afterPut: { Suffix: 'index.html' },
  },
  {
    read: 'GetBucketLogging',
    write: 'PutBucketLogging',
    prepare: (place, bucket) => send(place, 'CreateBucket', { Bucket: `${bucket}-logs` }),
    input: (bucket) => ({
      BucketLoggingStatus: {
        LoggingEnabled: {
          TargetBucket: `${bucket}-logs`,
          TargetPrefix: 'one/',
          TargetObjectKeyFormat: { PartitionedPrefix: { PartitionDateSource: 'DeliveryTime' } },
        },
      },
    }),
    shows: (output) =>
      at('LoggingEnabled')(output) === undefined
        ? undefined
        : [
            at('LoggingEnabled.TargetPrefix')(output),
            at('LoggingEnabled.TargetObjectKeyFormat.PartitionedPrefix.PartitionDateSource')(output),
          ],
    atFirst: undefined,
    afterPut: ['one/', 'DeliveryTime'],
  },
  {
    read: 'GetBucketNotificationConfiguration',
    write: 'PutBucketNotificationConfiguration',
    input: () => ({ NotificationConfiguration: { EventBridgeConfiguration: {} } }),
    shows: (output) => at('EventBridgeConfiguration')(output) !== undefined,
    atFirst: false,
    afterPut: true,
  },
  {
    read: 'GetBucketTagging',
    write: 'PutBucketTagging',
    remove: 'DeleteBucketTagging',
    input: () => ({ Tagging: { TagSet: [{ Key: 'owner', Value: '' }] } }),
    shows: at('TagSet'),
    atFirst: 'NoSuchTagSet',
    afterPut: [{ Key: 'owner', Value: '' }],
  },
  {
    read: 'GetObjectLockConfiguration',
    write: 'PutObjectLockConfiguration',
    prepare: versioned,
    input: () => ({
      ObjectLockConfiguration: {
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 3 } },
      },
    }),
    shows: at('ObjectLockConfiguration.Rule.DefaultRetention'),
    atFirst: 'ObjectLockConfigurationNotFoundError',
    afterPut: { Mode: 'GOVERNANCE', Days: 3 },
  },
  {
    read: 'GetBucketAccelerateConfiguration',
    write: 'PutBucketAccelerateConfiguration',
    input: () => ({ AccelerateConfiguration: { Status: 'Enabled' } }),
    shows: at('Status'),
    atFirst: undefined,
    afterPut: 'Enabled',
  },
  {
    read: 'GetBucketRequestPayment',
    write: 'PutBucketRequestPayment',
    input: () => ({ RequestPaymentConfiguration: { Payer: 'Requester' } }),
    shows: at('Payer'),
    atFirst: 'BucketOwner',
    afterPut: 'Requester',
  },
  {
    read: 'GetBucketAbac',
    write: 'PutBucketAbac',
    input: () => ({ AbacStatus: { Status: 'Enabled' } }),
    shows: at('AbacStatus.Status'),
    atFirst: 'Disabled',
    afterPut: 'Enabled',
  },
  {
    read: 'GetBucketMetadataConfiguration',
    input: () => ({}),
    shows: () => 'found',
    atFirst: 'MetadataConfigurationNotFound',
    afterPut: 'found',
  },
];
