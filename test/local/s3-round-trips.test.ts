import {
  DeleteBucketMetricsConfigurationCommand,
  GetBucketAbacCommand,
  GetBucketAccelerateConfigurationCommand,
  GetBucketCorsCommand,
  GetBucketInventoryConfigurationCommand,
  GetBucketLoggingCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketReplicationCommand,
  GetBucketRequestPaymentCommand,
  GetBucketWebsiteCommand,
  GetObjectLockConfigurationCommand,
  ListBucketMetricsConfigurationsCommand,
  type NotificationConfiguration,
  PutBucketAbacCommand,
  PutBucketAccelerateConfigurationCommand,
  PutBucketCorsCommand,
  PutBucketInventoryConfigurationCommand,
  PutBucketLoggingCommand,
  PutBucketMetricsConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketReplicationCommand,
  PutBucketRequestPaymentCommand,
  PutBucketVersioningCommand,
  PutBucketWebsiteCommand,
  PutObjectLockConfigurationCommand,
  type ReplicationConfiguration,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshBucket, refusal, type S3World, startS3 } from './s3-world.js';

let aws: S3World;
beforeAll(async () => {
  aws = await startS3();
});
afterAll(() => aws.stop());

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
