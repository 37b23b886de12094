import {
  DeleteBucketPolicyCommand,
  DeletePublicAccessBlockCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  PutBucketPolicyCommand,
} from '@aws-sdk/client-s3';
import {
  PutPublicAccessBlockCommand as BlockAccount,
  DeletePublicAccessBlockCommand as OpenAccount,
} from '@aws-sdk/client-s3-control';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshBucket, OWNER, refusal, type S3World, STRANGER, startS3 } from './s3-world.js';

let aws: S3World;
beforeAll(async () => {
  aws = await startS3();
});
afterAll(() => aws.stop());

function allow(bucket: string, principal: unknown, more: object = {}) {
  const statement = {
    Effect: 'Allow',
    Principal: principal,
    Action: 's3:GetObject',
    Resource: `arn:aws:s3:::${bucket}/*`,
    ...more,
  };
  return { Version: '2012-10-17', Statement: [statement] };
}

describe('a bucket policy', () => {
  it('comes back with account ids written as ARNs of the root', async () => {
    const { s3 } = aws.clients();
    const Bucket = await freshBucket(s3);
    await s3.send(
      new PutBucketPolicyCommand({
        Bucket,
        Policy: JSON.stringify(allow(Bucket, { AWS: [OWNER, STRANGER] })),
      }),
    );
    const { Policy = '' } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
    expect(JSON.parse(Policy)).toEqual(
      allow(Bucket, { AWS: [`arn:aws:iam::${OWNER}:root`, `arn:aws:iam::${STRANGER}:root`] }),
    );
    await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
    await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
    expect(await refusal(s3.send(new GetBucketPolicyCommand({ Bucket })))).toBe('NoSuchBucketPolicy 404');
  });

  it('is public or not, as its status says', async () => {
    const { s3 } = aws.clients();
    const Bucket = await freshBucket(s3);
    await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    const status = async (principal: unknown) => {
      await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(allow(Bucket, principal)) }));
      return (await s3.send(new GetBucketPolicyStatusCommand({ Bucket }))).PolicyStatus;
    };
    expect(await status('*')).toEqual({ IsPublic: true });
    expect(await status({ AWS: STRANGER })).toEqual({ IsPublic: false });
  });

  it('may not be public while the bucket or the account blocks that', async () => {
    const { s3, s3control } = aws.clients();
    const Bucket = await freshBucket(s3);
    const put = () =>
      refusal(s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(allow(Bucket, '*')) })));
    expect(await put()).toBe('AccessDenied 403');
    await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    await s3control.send(
      new BlockAccount({ AccountId: OWNER, PublicAccessBlockConfiguration: { BlockPublicPolicy: true } }),
    );
    expect(await put()).toBe('AccessDenied 403');
    await s3control.send(new OpenAccount({ AccountId: OWNER }));
    expect(await put()).toBeUndefined();
  });
});

describe('a malformed policy is refused', () => {
  const bucket = 'the-bucket';
  it.each<[string, string]>([
    ['not JSON', '{'],
    ['not an object', '[]'],
    ['no statement', JSON.stringify({ Version: '2012-10-17' })],
    ['an empty list of statements', JSON.stringify({ Version: '2012-10-17', Statement: [] })],
    ['an unknown version', JSON.stringify({ ...allow(bucket, '*'), Version: '2020-01-01' })],
    ['an unknown field', JSON.stringify({ ...allow(bucket, '*'), Comment: 'hello' })],
    ['an unknown field in a statement', JSON.stringify(allow(bucket, '*', { Comment: 'hello' }))],
    ['no effect', JSON.stringify(allow(bucket, '*', { Effect: 'allow' }))],
    ['another bucket', JSON.stringify(allow('some-other-bucket', { AWS: OWNER }))],
    ['a bucket whose name only begins alike', JSON.stringify(allow(`${bucket}-2`, { AWS: OWNER }))],
    [
      'an action of another service',
      JSON.stringify(allow(bucket, { AWS: OWNER }, { Action: 'ec2:RunInstances' })),
    ],
    [
      'two words for the action',
      JSON.stringify(allow(bucket, { AWS: OWNER }, { NotAction: 's3:GetObject' })),
    ],
    ['a list of principals', JSON.stringify(allow(bucket, ['*']))],
    ['the id of a deleted role', JSON.stringify(allow(bucket, { AWS: 'AROAEXAMPLEEXAMPLE' }))],
    ['the id of a deleted user', JSON.stringify(allow(bucket, { AWS: ['AIDAEXAMPLEEXAMPLE'] }))],
    ['a wildcard in a principal', JSON.stringify(allow(bucket, { AWS: 'arn:aws:iam::111122223333:role/*' }))],
    [
      'an unknown operator',
      JSON.stringify(allow(bucket, { AWS: OWNER }, { Condition: { stringequals: { a: 'b' } } })),
    ],
    ['more than 20 KB', JSON.stringify(allow(bucket, { AWS: OWNER }, { Sid: 'x'.repeat(20 * 1024) }))],
  ])('%s', async (_title, Policy) => {
    const { s3 } = aws.clients();
    if (!aws.world.buckets.has(bucket)) await freshBucket(s3, { Bucket: bucket });
    expect(await refusal(s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy })))).toBe(
      'MalformedPolicy 400',
    );
    expect(aws.world.buckets.get(bucket)?.documents.has('policy')).toBe(false);
  });
});
