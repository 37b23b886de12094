import {
  GetBucketAbacCommand,
  GetBucketAccelerateConfigurationCommand,
  GetBucketAclCommand,
  GetBucketCorsCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLoggingCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetBucketReplicationCommand,
  GetBucketRequestPaymentCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetBucketWebsiteCommand,
  GetObjectLockConfigurationCommand,
  GetPublicAccessBlockCommand,
  ListBucketAnalyticsConfigurationsCommand,
  ListBucketIntelligentTieringConfigurationsCommand,
  ListBucketInventoryConfigurationsCommand,
  ListBucketMetricsConfigurationsCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newBucket } from '../../deploy/local/s3/birth.js';
import { freshBucket, OWNER, refusal, type S3World, startS3 } from './s3-world.js';

let aws: S3World;
beforeAll(async () => {
  aws = await startS3();
});
afterAll(() => aws.stop());

/** The answer without what the SDK adds about the transport. */
async function body(answer: Promise<{ $metadata: unknown }>): Promise<unknown> {
  const { $metadata, ...rest } = await answer;
  expect($metadata).toBeDefined();
  return rest;
}

describe('a new bucket', () => {
  it('blocks all public access, disables ACLs, and encrypts with SSE-S3 but not SSE-C', async () => {
    const { s3 } = aws.clients();
    const Bucket = await freshBucket(s3);
    expect(await body(s3.send(new GetPublicAccessBlockCommand({ Bucket })))).toEqual({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: true,
        RestrictPublicBuckets: true,
      },
    });
    expect(await body(s3.send(new GetBucketOwnershipControlsCommand({ Bucket })))).toEqual({
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    });
    expect(await body(s3.send(new GetBucketEncryptionCommand({ Bucket })))).toEqual({
      ServerSideEncryptionConfiguration: {
        Rules: [
          {
            ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' },
            BucketKeyEnabled: false,
            BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] },
          },
        ],
      },
    });
  });

  it('belongs to its owner alone', async () => {
    const { s3 } = aws.clients();
    const Bucket = await freshBucket(s3);
    const ID = aws.world.accounts.get(OWNER)?.canonicalId;
    expect(await body(s3.send(new GetBucketAclCommand({ Bucket })))).toEqual({
      Owner: { ID },
      Grants: [{ Grantee: { Type: 'CanonicalUser', ID }, Permission: 'FULL_CONTROL' }],
    });
  });

  it('answers an empty shape for what has no "absent"', async () => {
    const { s3 } = aws.clients();
    const Bucket = await freshBucket(s3);
    expect(await body(s3.send(new GetBucketVersioningCommand({ Bucket })))).toEqual({});
    expect(await body(s3.send(new GetBucketLoggingCommand({ Bucket })))).toEqual({});
    expect(await body(s3.send(new GetBucketNotificationConfigurationCommand({ Bucket })))).toEqual({});
    expect(await body(s3.send(new GetBucketAccelerateConfigurationCommand({ Bucket })))).toEqual({});
    expect(await body(s3.send(new GetBucketRequestPaymentCommand({ Bucket })))).toEqual({
      Payer: 'BucketOwner',
    });
    expect(await body(s3.send(new GetBucketAbacCommand({ Bucket })))).toEqual({
      AbacStatus: { Status: 'Disabled' },
    });
    const lists = [
      await body(s3.send(new ListBucketInventoryConfigurationsCommand({ Bucket }))),
      await body(s3.send(new ListBucketAnalyticsConfigurationsCommand({ Bucket }))),
      await body(s3.send(new ListBucketMetricsConfigurationsCommand({ Bucket }))),
      await body(s3.send(new ListBucketIntelligentTieringConfigurationsCommand({ Bucket }))),
    ];
    expect(lists).toEqual(lists.map(() => ({ IsTruncated: false })));
  });

  it.each([
    ['NoSuchBucketPolicy', GetBucketPolicyCommand],
    ['NoSuchBucketPolicy', GetBucketPolicyStatusCommand],
    ['NoSuchLifecycleConfiguration', GetBucketLifecycleConfigurationCommand],
    ['ReplicationConfigurationNotFoundError', GetBucketReplicationCommand],
    ['NoSuchCORSConfiguration', GetBucketCorsCommand],
    ['NoSuchWebsiteConfiguration', GetBucketWebsiteCommand],
    ['NoSuchTagSet', GetBucketTaggingCommand],
    ['ObjectLockConfigurationNotFoundError', GetObjectLockConfigurationCommand],
  ])('answers %s for what was never set', async (code, Command) => {
    const { s3 } = aws.clients();
    const Bucket = await freshBucket(s3);
    const call = s3.send(new Command({ Bucket }) as GetBucketPolicyCommand);
    expect(await refusal(call)).toBe(`${code} 404`);
  });
});

describe('a bucket born in 2019', () => {
  it('has neither block nor ownership controls, and says nothing about SSE-C', async () => {
    const { s3 } = aws.clients();
    const account = aws.world.accounts.get(OWNER);
    if (account === undefined) throw new Error('the account is there from the start');
    const createdAt = new Date('2019-05-05T00:00:00Z');
    const bucket = newBucket({
      name: 'born-in-2019',
      account,
      region: 'us-east-1',
      createdAt,
      bornIn2019: true,
    });
    aws.world.buckets.set(bucket.name, bucket);
    const Bucket = bucket.name;
    expect(await refusal(s3.send(new GetPublicAccessBlockCommand({ Bucket })))).toBe(
      'NoSuchPublicAccessBlockConfiguration 404',
    );
    expect(await refusal(s3.send(new GetBucketOwnershipControlsCommand({ Bucket })))).toBe(
      'OwnershipControlsNotFoundError 404',
    );
    const { ServerSideEncryptionConfiguration } = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
    expect(ServerSideEncryptionConfiguration?.Rules).toEqual([
      { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false },
    ]);
  });
});
