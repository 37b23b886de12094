import {
  DeleteBucketEncryptionCommand,
  DeleteBucketLifecycleCommand,
  DeleteBucketMetricsConfigurationCommand,
  DeleteBucketTaggingCommand,
  DeletePublicAccessBlockCommand,
  GetBucketAbacCommand,
  GetBucketAccelerateConfigurationCommand,
  GetBucketCorsCommand,
  GetBucketEncryptionCommand,
  GetBucketInventoryConfigurationCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLoggingCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketReplicationCommand,
  GetBucketRequestPaymentCommand,
  GetBucketTaggingCommand,
  GetBucketWebsiteCommand,
  GetObjectLockConfigurationCommand,
  GetPublicAccessBlockCommand,
  type LifecycleRule,
  ListBucketMetricsConfigurationsCommand,
  type NotificationConfiguration,
  PutBucketAbacCommand,
  PutBucketAccelerateConfigurationCommand,
  PutBucketCorsCommand,
  PutBucketEncryptionCommand,
  PutBucketInventoryConfigurationCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketLoggingCommand,
  PutBucketMetricsConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketReplicationCommand,
  PutBucketRequestPaymentCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutBucketWebsiteCommand,
  PutObjectLockConfigurationCommand,
  PutPublicAccessBlockCommand,
  type ReplicationConfiguration,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshBucket, refusal, type S3World, startS3 } from './s3-world.js';

let aws: S3World;
beforeAll(async () => {
  aws = await startS3();
});
afterAll(() => aws.stop());

const oneRule: LifecycleRule[] = [
  { ID: 'expire', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 30 } },
];

const manyRules: LifecycleRule[] = [
  {
    ID: 'and',
    Status: 'Enabled',
    Filter: {
      And: {
        Prefix: 'logs/',
        Tags: [
          { Key: 'a', Value: '1' },
          { Key: 'b', Value: 'x & y <z>' },
        ],
        ObjectSizeGreaterThan: 500,
        ObjectSizeLessThan: 64_000,
      },
    },
    Transitions: [
      { Days: 30, StorageClass: 'STANDARD_IA' },
      { Days: 90, StorageClass: 'GLACIER' },
    ],
    NoncurrentVersionExpiration: { NoncurrentDays: 7, NewerNoncurrentVersions: 3 },
  },
  {
    ID: 'tag',
    Status: 'Disabled',
    Filter: { Tag: { Key: 'k', Value: '' } },
    Expiration: { Date: new Date('2030-01-01T00:00:00Z') },
  },
  {
    ID: 'whole bucket',
    Status: 'Enabled',
    Filter: {},
    AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
  },
];

describe('lifecycle', () => {
  it.each([
    ['one rule', oneRule],
    ['several rules', manyRules],
  ])('comes back as it was put: %s', async (_title, Rules) => {
    const { s3 } = aws.clients();
    const Bucket = await freshBucket(s3);
    await s3.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket,
        LifecycleConfiguration: { Rules },
        TransitionDefaultMinimumObjectSize: 'varies_by_storage_class',
      }),
    );
    const read = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
    expect(read.Rules).toEqual(Rules);
    expect(read.TransitionDefaultMinimumObjectSize).toBe('varies_by_storage_class');
  });

  it('forgets the minimum size when a put does not name it, and gives ids to rules without', async () => {
    const { s3 } = aws.clients();
    const Bucket = await freshBucket(s3);
    const size = 'varies_by_storage_class';
    const LifecycleConfiguration = { Rules: oneRule };
    await s3.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket,
        LifecycleConfiguration,
        TransitionDefaultMinimumObjectSize: size,
      }),
    );
    const anonymous = { Status: 'Enabled', Prefix: '', Expiration: { Days: 1 } } as const;
    await s3.send(
      new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules: [anonymous] } }),
    );
    const read = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
    expect(read.TransitionDefaultMinimumObjectSize).toBe('all_storage_classes_128K');
    expect(read.Rules).toEqual([{ ...anonymous, ID: expect.stringMatching(/^[0-9a-f]{48}$/) }]);
    await s3.send(new DeleteBucketLifecycleCommand({ Bucket }));
    await s3.send(new DeleteBucketLifecycleCommand({ Bucket }));
    expect(await refusal(s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket })))).toBe(
      'NoSuchLifecycleConfiguration 404',
    );
  });
});

describe('encryption', () => {
  it('keeps the blocked types when a put does not name them, and goes back to SSE-S3 on delete', async () => {
    const { s3 } = aws.clients();
    const Bucket = await freshBucket(s3);
    const kms = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'alias/one' } as const;
    const put = (rule: object) =>
      s3.send(
        new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: [rule] } }),
      );
    const rules = async () =>
      (await s3.send(new GetBucketEncryptionCommand({ Bucket }))).ServerSideEncryptionConfiguration?.Rules;
    await put({ ApplyServerSideEncryptionByDefault: kms, BucketKeyEnabled: true });
    expect(await rules()).toEqual([
      {
        ApplyServerSideEncryptionByDefault: kms,
        BucketKeyEnabled: true,
        BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] },
      },
    ]);
    await put({
      ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' },
      BlockedEncryptionTypes: { EncryptionType: ['NONE'] },
    });
    expect((await rules())?.[0]?.BlockedEncryptionTypes).toEqual({ EncryptionType: ['NONE'] });
    await put({ ApplyServerSideEncryptionByDefault: kms });
    await s3.send(new DeleteBucketEncryptionCommand({ Bucket }));
    expect((await rules())?.[0]?.ApplyServerSideEncryptionByDefault).toEqual({ SSEAlgorithm: 'AES256' });
  });
});

describe('public access block', () => {
  it('takes a missing flag as off, and is absent after two deletes', async () => {
    const { s3 } = aws.clients();
    const Bucket = await freshBucket(s3);
    await s3.send(
      new PutPublicAccessBlockCommand({
        Bucket,
        PublicAccessBlockConfiguration: { RestrictPublicBuckets: true },
      }),
    );
    const read = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
    expect(read.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: false,
      IgnorePublicAcls: false,
      BlockPublicPolicy: false,
      RestrictPublicBuckets: true,
    });
    await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    expect(await refusal(s3.send(new GetPublicAccessBlockCommand({ Bucket })))).toBe(
      'NoSuchPublicAccessBlockConfiguration 404',
    );
  });
});

describe('tags', () => {
  it('come back as they were put, whatever the text', async () => {
    const { s3 } = aws.clients();
    const Bucket = await freshBucket(s3);
    const unit = fc.constantFrom(...'aZ09 _.:/=+-@äßñЖ漢字'.split(''));
    const text = fc.string({ unit, maxLength: 20 });
    const tag = fc.record({
      Key: text.filter((key) => key !== '' && !/^aws:/i.test(key)),
      Value: text,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(tag, { minLength: 1, maxLength: 5, selector: (one) => one.Key }),
        async (TagSet) => {
          await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
          expect((await s3.send(new GetBucketTaggingCommand({ Bucket }))).TagSet).toEqual(TagSet);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are absent when the set is empty, or deleted twice', async () => {
    const { s3 } = aws.clients();
    const Bucket = await freshBucket(s3);
    await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [{ Key: 'a', Value: 'b' }] } }));
    await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [] } }));
    expect(await refusal(s3.send(new GetBucketTaggingCommand({ Bucket })))).toBe('NoSuchTagSet 404');
    await s3.send(new DeleteBucketTaggingCommand({ Bucket }));
    await s3.send(new DeleteBucketTaggingCommand({ Bucket }));
    expect(await refusal(s3.send(new GetBucketTaggingCommand({ Bucket })))).toBe('NoSuchTagSet 404');
  });
});

describe('the other documents come back as they were put', () => {
  it('logging, and off again', async () => {
    const { s3 } = aws.clients();
    const Bucket = await freshBucket(s3);
    const LoggingEnabled = {
      TargetBucket: Bucket,
      TargetPrefix: '',
      TargetObjectKeyFormat: { PartitionedPrefix: { PartitionDateSource: 'EventTime' as const } },
    };
    await s3.send(new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: { LoggingEnabled } }));
    expect((await s3.send(new GetBucketLoggingCommand({ Bucket }))).LoggingEnabled).toEqual(LoggingEnabled);
    await s3.send(new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: {} }));
    expect((await s3.send(new GetBucketLoggingCommand({ Bucket }))).LoggingEnabled).toBeUndefined();
  });

  it('notifications: ids given, filter names capitalised, EventBridge by presence', async () => {
    const { s3 } = aws.clients();
    const Bucket = await freshBucket(s3);
    const QueueArn = 'arn:aws:sqs:us-east-1:111122223333:q';
    const NotificationConfiguration: NotificationConfiguration = {
      QueueConfigurations: [
        {
          QueueArn,
          Events: ['s3:ObjectCreated:*'],
          Filter: { Key: { FilterRules: [{ Name: 'prefix', Value: 'in/' }] } },
        },
      ],
      EventBridgeConfiguration: {},
    };
    await s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }));
    const { $metadata: _, ...read } = await s3.send(
      new GetBucketNotificationConfigurationCommand({ Bucket }),
    );
    expect(read).toEqual({
      QueueConfigurations: [
        {
          Id: expect.stringMatching(/^[0-9a-f]+$/),
          QueueArn,
          Events: ['s3:ObjectCreated:*'],
          Filter: { Key: { FilterRules: [{ Name: 'Prefix', Value: 'in/' }] } },
        },
      ],
      EventBridgeConfiguration: {},
    });
    await s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: {} }));
    const off = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
    expect(off.EventBridgeConfiguration).toBeUndefined();
    expect(off.QueueConfigurations).toBeUndefined();
  });

  it('CORS and website', async () => {
    const { s3 } = aws.clients();
    const Bucket = await freshBucket(s3);
    const CORSRules = [
      { AllowedMethods: ['GET', 'HEAD'], AllowedOrigins: ['https://a.example'], MaxAgeSeconds: 5 },
      { AllowedMethods: ['PUT'], AllowedOrigins: ['*'], AllowedHeaders: ['*'] },
    ];
    await s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }));
    expect((await s3.send(new GetBucketCorsCommand({ Bucket }))).CORSRules).toEqual(CORSRules);
    const site = {
      IndexDocument: { Suffix: 'index.html' },
      RoutingRules: [{ Condition: { KeyPrefixEquals: 'a/' }, Redirect: { ReplaceKeyPrefixWith: 'b/' } }],
    };
    await s3.send(new PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration: site }));
    expect(await s3.send(new GetBucketWebsiteCommand({ Bucket }))).toMatchObject(site);
  });

  it('replication and object lock, on buckets with versioning', async () => {
    const { s3 } = aws.clients();
    const [Bucket, destination] = [await freshBucket(s3), await freshBucket(s3)];
    for (const name of [Bucket, destination])
      await s3.send(
        new PutBucketVersioningCommand({ Bucket: name, VersioningConfiguration: { Status: 'Enabled' } }),
      );
    const ReplicationConfiguration: ReplicationConfiguration = {
      Role: 'arn:aws:iam::111122223333:role/replicate',
      Rules: [
        {
          ID: 'all',
          Status: 'Enabled',
          Priority: 1,
          Filter: { Prefix: '' },
          DeleteMarkerReplication: { Status: 'Disabled' },
          Destination: { Bucket: `arn:aws:s3:::${destination}` },
        },
      ],
    };
    await s3.send(new PutBucketReplicationCommand({ Bucket, ReplicationConfiguration }));
    const replication = await s3.send(new GetBucketReplicationCommand({ Bucket }));
    expect(replication.ReplicationConfiguration).toEqual(ReplicationConfiguration);
    const ObjectLockConfiguration = {
      ObjectLockEnabled: 'Enabled' as const,
      Rule: { DefaultRetention: { Mode: 'GOVERNANCE' as const, Days: 5 } },
    };
    await s3.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }));
    const lock = await s3.send(new GetObjectLockConfigurationCommand({ Bucket }));
    expect(lock.ObjectLockConfiguration).toEqual(ObjectLockConfiguration);
  });

  it('acceleration, payment, ABAC', async () => {
    const { s3 } = aws.clients();
    const Bucket = await freshBucket(s3);
    const AccelerateConfiguration = { Status: 'Suspended' as const };
    await s3.send(new PutBucketAccelerateConfigurationCommand({ Bucket, AccelerateConfiguration }));
    expect((await s3.send(new GetBucketAccelerateConfigurationCommand({ Bucket }))).Status).toBe('Suspended');
    const RequestPaymentConfiguration = { Payer: 'Requester' as const };
    await s3.send(new PutBucketRequestPaymentCommand({ Bucket, RequestPaymentConfiguration }));
    expect((await s3.send(new GetBucketRequestPaymentCommand({ Bucket }))).Payer).toBe('Requester');
    await s3.send(new PutBucketAbacCommand({ Bucket, AbacStatus: { Status: 'Enabled' } }));
    expect((await s3.send(new GetBucketAbacCommand({ Bucket }))).AbacStatus).toEqual({ Status: 'Enabled' });
  });

  it('an inventory by its id', async () => {
    const { s3 } = aws.clients();
    const Bucket = await freshBucket(s3);
    const InventoryConfiguration = {
      Id: 'weekly',
      IsEnabled: true,
      IncludedObjectVersions: 'All' as const,
      Schedule: { Frequency: 'Weekly' as const },
      OptionalFields: ['Size' as const],
      Destination: {
        S3BucketDestination: { Bucket: `arn:aws:s3:::${Bucket}`, Format: 'CSV' as const },
      },
    };
    await s3.send(
      new PutBucketInventoryConfigurationCommand({ Bucket, Id: 'weekly', InventoryConfiguration }),
    );
    const read = await s3.send(new GetBucketInventoryConfigurationCommand({ Bucket, Id: 'weekly' }));
    expect(read.InventoryConfiguration).toEqual(InventoryConfiguration);
  });
});

describe('configurations by id', () => {
  it('are listed in pages of 100, and deleted once', async () => {
    const { s3 } = aws.clients();
    const Bucket = await freshBucket(s3);
    const ids = Array.from({ length: 105 }, (_, number) => `m${String(number).padStart(3, '0')}`);
    for (const Id of ids)
      await s3.send(new PutBucketMetricsConfigurationCommand({ Bucket, Id, MetricsConfiguration: { Id } }));
    const first = await s3.send(new ListBucketMetricsConfigurationsCommand({ Bucket }));
    expect(first.IsTruncated).toBe(true);
    const second = await s3.send(
      new ListBucketMetricsConfigurationsCommand({
        Bucket,
        ContinuationToken: first.NextContinuationToken,
      }),
    );
    expect(second.IsTruncated).toBe(false);
    const listed = [first, second].flatMap((page) => page.MetricsConfigurationList ?? []);
    expect(listed.map((one) => one.Id)).toEqual(ids);
    await s3.send(new DeleteBucketMetricsConfigurationCommand({ Bucket, Id: 'm000' }));
    expect(await refusal(s3.send(new DeleteBucketMetricsConfigurationCommand({ Bucket, Id: 'm000' })))).toBe(
      'NoSuchConfiguration 404',
    );
  });
});
