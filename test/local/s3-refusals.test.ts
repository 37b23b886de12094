import {
  PutBucketAbacCommand,
  PutBucketAccelerateConfigurationCommand,
  PutBucketCorsCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketLoggingCommand,
  PutBucketMetricsConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketReplicationCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutBucketWebsiteCommand,
  PutObjectLockConfigurationCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshBucket, OWNER, refusal, type S3World, STRANGER, startS3 } from './s3-world.js';

let aws: S3World;
let s3: S3Client;
beforeAll(async () => {
  aws = await startS3();
  s3 = aws.clients().s3;
});
afterAll(() => aws.stop());

const version = (Bucket: string, Status: 'Enabled' | 'Suspended') =>
  s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
const lock = (Bucket: string) =>
  s3.send(
    new PutObjectLockConfigurationCommand({
      Bucket,
      ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' },
    }),
  );
const expire = (Bucket: string, rule: object) => {
  const whole = { ID: 'r', Status: 'Enabled' as const, Expiration: { Days: 1 }, ...rule };
  return s3.send(
    new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules: [whole] } }),
  );
};
const replicate = (Bucket: string, destination: string) =>
  s3.send(
    new PutBucketReplicationCommand({
      Bucket,
      ReplicationConfiguration: {
        Role: 'arn:aws:iam::111122223333:role/replicate',
        Rules: [{ Status: 'Enabled', Prefix: '', Destination: { Bucket: `arn:aws:s3:::${destination}` } }],
      },
    }),
  );
const log = (Bucket: string, TargetBucket: string) =>
  s3.send(
    new PutBucketLoggingCommand({
      Bucket,
      BucketLoggingStatus: { LoggingEnabled: { TargetBucket, TargetPrefix: '' } },
    }),
  );

describe('versioning', () => {
  it('cannot be suspended under replication or object lock, which both need it', async () => {
    const [source, destination, locked] = [
      await freshBucket(s3),
      await freshBucket(s3),
      await freshBucket(s3),
    ];
    expect(await refusal(replicate(source, destination))).toBe('InvalidRequest 400');
    expect(await refusal(lock(locked))).toBe('InvalidBucketState 409');
    for (const bucket of [source, locked]) await version(bucket, 'Enabled');
    expect(await refusal(replicate(source, destination))).toBe('InvalidRequest 400');
    await version(destination, 'Enabled');
    expect(await refusal(replicate(source, 'nowhere'))).toBe('InvalidRequest 400');
    await replicate(source, destination);
    await lock(locked);
    for (const bucket of [source, locked])
      expect(await refusal(version(bucket, 'Suspended'))).toBe('InvalidBucketState 409');
    expect(await refusal(version(destination, 'Suspended'))).toBeUndefined();
  });

  it('with MFA delete is for the root user with the device only', async () => {
    const Bucket = await freshBucket(s3);
    const both = { Status: 'Enabled', MFADelete: 'Enabled' } as const;
    const put = (client: S3Client, VersioningConfiguration: object, MFA?: string) =>
      refusal(
        client.send(
          new PutBucketVersioningCommand({
            Bucket,
            VersioningConfiguration,
            ...(MFA === undefined ? {} : { MFA }),
          }),
        ),
      );
    expect(await put(s3, both)).toBe('AccessDenied 403');
    const { s3: role } = aws.clients(OWNER, 'us-east-1', 'operator');
    expect(await put(role, both, 'device 123456')).toBe('InvalidRequest 400');
    await expire(Bucket, { Filter: {} });
    expect(await put(s3, both, 'device 123456')).toBe('InvalidBucketState 409');
    aws.world.buckets.get(Bucket)?.documents.delete('lifecycle');
    expect(await put(s3, both, 'device 123456')).toBeUndefined();
    expect(await put(s3, { Status: 'Suspended' })).toBe('AccessDenied 403');
    expect(await put(s3, { Status: 'Enabled', MFADelete: 'Disabled' })).toBe('AccessDenied 403');
    expect(await refusal(expire(Bucket, { Filter: {} }))).toBe('InvalidBucketState 409');
    expect(await put(s3, { Status: 'Suspended', MFADelete: 'Disabled' }, 'device 123456')).toBeUndefined();
  });
});

describe('lifecycle', () => {
  it.each<[string, object]>([
    ['MalformedXML', {}],
    ['MalformedXML', { Filter: {}, Status: 'On' }],
    ['InvalidArgument', { Filter: {}, Expiration: { Date: new Date('2030-01-01T00:00:01Z') } }],
    ['InvalidRequest', { Filter: {}, Expiration: undefined }],
  ])('refuses with %s the rule %j', async (code, rule) => {
    const Bucket = await freshBucket(s3);
    expect(await refusal(expire(Bucket, rule))).toBe(`${code} 400`);
  });
});

describe('logging', () => {
  it('needs a target that exists, of the same account and region', async () => {
    const Bucket = await freshBucket(s3);
    const elsewhere = await freshBucket(aws.clients(OWNER, 'eu-west-1').s3);
    const foreign = await freshBucket(aws.clients(STRANGER).s3);
    expect(await refusal(log(Bucket, 'nowhere'))).toBe('InvalidTargetBucketForLogging 400');
    expect(await refusal(log(Bucket, foreign))).toBe('InvalidTargetBucketForLogging 400');
    expect(await refusal(log(Bucket, elsewhere))).toBe('CrossLocationLoggingProhibitted 403');
    expect(await refusal(log(Bucket, await freshBucket(s3)))).toBeUndefined();
  });
});

describe('tags', () => {
  it('of AWS services can be neither removed nor added, and the rest not at all under ABAC', async () => {
    const Bucket = await freshBucket(s3);
    const put = (...keys: string[]) => {
      const TagSet = keys.map((Key) => ({ Key, Value: 'v' }));
      return refusal(s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } })));
    };
    expect(await put('aws:mine')).toBe('InvalidTag 400');
    aws.world.buckets.get(Bucket)?.documents.set('tagging', { TagSet: [{ Key: 'aws:stack', Value: 'v' }] });
    expect(await put('a')).toBe('InvalidTag 400');
    expect(await put('a', 'a', 'aws:stack')).toBe('InvalidTag 400');
    expect(await put('a', 'aws:stack')).toBeUndefined();
    await s3.send(new PutBucketAbacCommand({ Bucket, AbacStatus: { Status: 'Enabled' } }));
    expect(await put('b', 'aws:stack')).toBe('InvalidRequest 400');
  });
});

describe('the rest', () => {
  it('is refused where S3 refuses it', async () => {
    const Bucket = await freshBucket(s3);
    const dotted = await freshBucket(s3, { Bucket: 'with.dot' });
    const key = { SSEAlgorithm: 'AES256' as const, KMSMasterKeyID: 'alias/a' };
    const rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' as const } };
    const encrypt = (Rules: object[]) =>
      s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }));
    expect(await refusal(encrypt([rule, rule]))).toBe('MalformedXML 400');
    expect(await refusal(encrypt([{ ApplyServerSideEncryptionByDefault: key }]))).toBe('InvalidArgument 400');
    const AccelerateConfiguration = { Status: 'Enabled' as const };
    const accelerate = new PutBucketAccelerateConfigurationCommand({
      Bucket: dotted,
      AccelerateConfiguration,
    });
    expect(await refusal(s3.send(accelerate))).toBe('InvalidRequest 400');
    const cors = new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: [] } });
    expect(await refusal(s3.send(cors))).toBe('MalformedXML 400');
    const metrics = new PutBucketMetricsConfigurationCommand({
      Bucket,
      Id: 'one',
      MetricsConfiguration: { Id: 'two' },
    });
    expect(await refusal(s3.send(metrics))).toBe('IdMismatch 400');
    const WebsiteConfiguration = {
      IndexDocument: { Suffix: 'i' },
      RedirectAllRequestsTo: { HostName: 'a.example' },
    };
    const website = new PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration });
    expect(await refusal(s3.send(website))).toBe('InvalidRequest 400');
    const TopicConfigurations = [{ TopicArn: 'not-an-arn', Events: ['s3:ObjectCreated:*' as const] }];
    const notify = new PutBucketNotificationConfigurationCommand({
      Bucket,
      NotificationConfiguration: { TopicConfigurations },
    });
    expect(await refusal(s3.send(notify))).toBe('InvalidArgument 400');
  });
});
