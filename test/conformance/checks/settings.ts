import { at, type Check, errorOf, newBucket, type Place, send, stillThere } from '../check.js';

/** A setting of a bucket: how it is read, put and taken away, and what AWS answers when. */
interface Setting {
  readonly read: string;
  readonly write?: string;
  readonly remove?: string;
  /** The part of a put beside the bucket. */
  readonly input: (bucket: string) => object;
  /** What a read shows of it, in plain words. */
  readonly shows: (output: unknown, bucket: string) => unknown;
  /** On a new bucket: what is shown, or the name of the error. */
  readonly atFirst: unknown;
  /** After the put; missing: just what was put, as `shows` sees it. */
  readonly afterPut: unknown;
  /** After it was taken away; missing: as at first. */
  readonly afterRemoval?: unknown;
  /** What has to be so before S3 takes it. */
  readonly prepare?: (place: Place, bucket: string) => Promise<unknown>;
  readonly id?: string;
}

const versioned = (place: Place, Bucket: string): Promise<unknown> =>
  send(place, 'PutBucketVersioning', { Bucket, VersioningConfiguration: { Status: 'Enabled' } });
const allOn = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};
const tlsOnly = (bucket: string) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'TlsOnly',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: `arn:aws:s3:::${bucket}/*`,
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  ],
});
const inventory = {
  Id: 'all',
  IsEnabled: true,
  IncludedObjectVersions: 'All',
  Schedule: { Frequency: 'Daily' },
  Destination: { S3BucketDestination: { Bucket: 'arn:aws:s3:::conformance-lists', Format: 'CSV' } },
};
const rule = { ID: 'old', Status: 'Enabled', Filter: { Prefix: 'logs/' }, Expiration: { Days: 400 } };
const cors = [
  { AllowedMethods: ['GET'], AllowedOrigins: ['https://example.com'], AllowedHeaders: ['x-one'] },
];

const settings: readonly Setting[] = [
  {
    read: 'GetBucketEncryption',
    write: 'PutBucketEncryption',
    remove: 'DeleteBucketEncryption',
    input: () => ({
      ServerSideEncryptionConfiguration: {
        Rules: [
          {
            ApplyServerSideEncryptionByDefault: {
              SSEAlgorithm: 'aws:kms',
              KMSMasterKeyID: 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
            },
            BucketKeyEnabled: true,
          },
        ],
      },
    }),
    shows: at('ServerSideEncryptionConfiguration.Rules.0.ApplyServerSideEncryptionByDefault.SSEAlgorithm'),
    atFirst: 'AES256',
    afterPut: 'aws:kms',
    afterRemoval: 'AES256',
  },
  {
    read: 'GetPublicAccessBlock',
    write: 'PutPublicAccessBlock',
    remove: 'DeletePublicAccessBlock',
    input: () => ({ PublicAccessBlockConfiguration: { ...allOn, BlockPublicPolicy: false } }),
    shows: at('PublicAccessBlockConfiguration'),
    atFirst: allOn,
    afterPut: { ...allOn, BlockPublicPolicy: false },
    afterRemoval: 'NoSuchPublicAccessBlockConfiguration',
  },
  {
    read: 'GetBucketOwnershipControls',
    write: 'PutBucketOwnershipControls',
    remove: 'DeleteBucketOwnershipControls',
    input: () => ({ OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerPreferred' }] } }),
    shows: at('OwnershipControls.Rules.0.ObjectOwnership'),
    atFirst: 'BucketOwnerEnforced',
    afterPut: 'BucketOwnerPreferred',
    afterRemoval: 'OwnershipControlsNotFoundError',
  },
  {
    read: 'GetBucketPolicy',
    write: 'PutBucketPolicy',
    remove: 'DeleteBucketPolicy',
    input: (bucket) => ({ Policy: JSON.stringify(tlsOnly(bucket)) }),
    shows: (output) => JSON.parse(String(at('Policy')(output))).Statement[0].Sid,
    atFirst: 'NoSuchBucketPolicy',
    afterPut: 'TlsOnly',
  },
  {
    read: 'GetBucketPolicyStatus',
    write: 'PutBucketPolicy',
    remove: 'DeleteBucketPolicy',
    input: (bucket) => ({ Policy: JSON.stringify(tlsOnly(bucket)) }),
    shows: at('PolicyStatus.IsPublic'),
    atFirst: 'NoSuchBucketPolicy',
    afterPut: false,
  },
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
  {
    read: 'ListBucketInventoryConfigurations',
    write: 'PutBucketInventoryConfiguration',
    remove: 'DeleteBucketInventoryConfiguration',
    id: 'all',
    prepare: (place) => errorOf(send(place, 'CreateBucket', { Bucket: 'conformance-lists' })),
    input: () => ({ InventoryConfiguration: inventory }),
    shows: (output) => ids(at('InventoryConfigurationList')(output)),
    atFirst: [],
    afterPut: ['all'],
  },
  {
    read: 'ListBucketAnalyticsConfigurations',
    write: 'PutBucketAnalyticsConfiguration',
    remove: 'DeleteBucketAnalyticsConfiguration',
    id: 'all',
    input: () => ({ AnalyticsConfiguration: { Id: 'all', StorageClassAnalysis: {} } }),
    shows: (output) => ids(at('AnalyticsConfigurationList')(output)),
    atFirst: [],
    afterPut: ['all'],
  },
  {
    read: 'ListBucketMetricsConfigurations',
    write: 'PutBucketMetricsConfiguration',
    remove: 'DeleteBucketMetricsConfiguration',
    id: 'all',
    input: () => ({ MetricsConfiguration: { Id: 'all' } }),
    shows: (output) => ids(at('MetricsConfigurationList')(output)),
    atFirst: [],
    afterPut: ['all'],
  },
  {
    read: 'ListBucketIntelligentTieringConfigurations',
    write: 'PutBucketIntelligentTieringConfiguration',
    remove: 'DeleteBucketIntelligentTieringConfiguration',
    id: 'all',
    input: () => ({
      IntelligentTieringConfiguration: {
        Id: 'all',
        Status: 'Enabled',
        Tierings: [{ Days: 90, AccessTier: 'ARCHIVE_ACCESS' }],
      },
    }),
    shows: (output) => ids(at('IntelligentTieringConfigurationList')(output)),
    atFirst: [],
    afterPut: ['all'],
  },
];

const ids = (list: unknown): unknown =>
  Array.isArray(list) ? list.map((one) => Reflect.get(Object(one), 'Id')) : [];

/** What is there now: what is shown, or the name of the error. */
async function shown(place: Place, setting: Setting, bucket: string): Promise<unknown> {
  let output: unknown;
  const error = await errorOf(
    send(place, setting.read, { Bucket: bucket }).then((answer) => (output = answer)),
  );
  return error === 'none' ? setting.shows(output, bucket) : error;
}

async function put(place: Place, setting: Setting, bucket: string): Promise<void> {
  await setting.prepare?.(place, bucket);
  const id = setting.id === undefined ? {} : { Id: setting.id };
  if (setting.write !== undefined)
    await send(place, setting.write, { Bucket: bucket, ...id, ...setting.input(bucket) });
}

/** For each setting: what a new bucket has, what is read after a put, and after it was taken away. */
export const settingChecks: readonly Check[] = settings.flatMap((setting) => {
  const { read, write, remove, id, atFirst, afterPut, afterRemoval = atFirst } = setting;
  const first: Check = {
    operation: read,
    says: 'on a new bucket',
    expected: atFirst,
    run: async (place) => shown(place, setting, await newBucket(place)),
  };
  if (write === undefined) return [first];
  const second: Check = {
    operation: write,
    says: `is then read by ${read}`,
    expected: afterPut,
    async run(place) {
      const bucket = await newBucket(place);
      await put(place, setting, bucket);
      return shown(place, setting, bucket);
    },
  };
  if (remove === undefined) return [first, second];
  const third: Check = {
    operation: remove,
    says: `leaves for ${read}`,
    expected: [afterRemoval, 'the bucket is there'],
    async run(place) {
      const bucket = await newBucket(place);
      await put(place, setting, bucket);
      await send(place, remove, { Bucket: bucket, ...(id === undefined ? {} : { Id: id }) });
      const there = await stillThere(place, bucket);
      return [there === 'the bucket is there' ? await shown(place, setting, bucket) : undefined, there];
    },
  };
  return [first, second, third];
});
