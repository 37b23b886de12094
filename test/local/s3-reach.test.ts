import { request } from 'node:http';
import {
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freshBucket, OWNER, refusal, type S3World, STRANGER, startS3 } from './s3-world.js';

let aws: S3World;
beforeAll(async () => {
  aws = await startS3();
});
beforeEach(() => aws.world.buckets.clear());
afterEach(() => aws.world.faults.clear());
afterAll(() => aws.stop());

describe('who reaches a bucket', () => {
  it('is nobody when there is none', async () => {
    const { s3 } = aws.clients();
    expect(await refusal(s3.send(new HeadBucketCommand({ Bucket: 'nowhere' })))).toBe('NotFound 404');
    expect(await refusal(s3.send(new GetBucketPolicyCommand({ Bucket: 'nowhere' })))).toBe(
      'NoSuchBucket 404',
    );
    const Bucket = await freshBucket(s3);
    await s3.send(new DeleteBucketCommand({ Bucket }));
    expect(await refusal(s3.send(new DeleteBucketCommand({ Bucket })))).toBe('NoSuchBucket 404');
  });

  it('is the expected owner only, if one is expected', async () => {
    const { s3 } = aws.clients();
    const Bucket = await freshBucket(s3);
    const head = (ExpectedBucketOwner: string) =>
      refusal(s3.send(new GetBucketVersioningCommand({ Bucket, ExpectedBucketOwner })));
    expect(await head(OWNER)).toBeUndefined();
    expect(await head(STRANGER)).toBe('AccessDenied 403');
    expect(await head('me')).toBe('InvalidBucketOwnerAWSAccountID 400');
  });

  it('is not a foreign account; on the policy it is told so in its own way', async () => {
    const Bucket = await freshBucket(aws.clients().s3);
    const { s3 } = aws.clients(STRANGER);
    expect(await refusal(s3.send(new GetBucketVersioningCommand({ Bucket })))).toBe('AccessDenied 403');
    expect(await refusal(s3.send(new DeleteBucketCommand({ Bucket })))).toBe('AccessDenied 403');
    expect(await refusal(s3.send(new GetBucketPolicyCommand({ Bucket })))).toBe('MethodNotAllowed 405');
    expect(await refusal(s3.send(new DeleteBucketPolicyCommand({ Bucket })))).toBe('MethodNotAllowed 405');
    expect(aws.world.buckets.has(Bucket)).toBe(true);
  });

  it('is a client of its own region; others are told where it is', async () => {
    const west = aws.clients(OWNER, 'eu-west-1').s3;
    const Bucket = await freshBucket(west);
    expect((await west.send(new HeadBucketCommand({ Bucket }))).BucketRegion).toBe('eu-west-1');
    const { s3 } = aws.clients();
    for (const call of [
      s3.send(new GetBucketVersioningCommand({ Bucket })),
      s3.send(new HeadBucketCommand({ Bucket })),
    ]) {
      const error: unknown = await call.catch((caught: unknown) => caught);
      expect(error).toMatchObject({
        $metadata: { httpStatusCode: 301 },
        $response: { headers: { 'x-amz-bucket-region': 'eu-west-1' } },
      });
    }
  });
});

describe('what is not known', () => {
  it('is 501, and never an operation on the bucket', async () => {
    const { s3 } = aws.clients();
    const Bucket = await freshBucket(s3);
    expect(await refusal(s3.send(new ListObjectsV2Command({ Bucket })))).toBe('NotImplemented 501');
    expect(await refusal(s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' })))).toBe(
      'NotImplemented 501',
    );
    for (const query of [
      '?unheard-of',
      '?metadataTable',
      '?inventory',
      '?id=x',
      '?cors&website',
      '?versions',
    ])
      expect(await raw('DELETE', `/${Bucket}${query}`)).toMatchObject({ status: 501 });
    expect(aws.world.buckets.has(Bucket)).toBe(true);
  });

  it('also an account that is not there', async () => {
    expect((await raw('GET', '/', { key: 'AKIA999988887777' })).status).toBe(403);
  });
});

describe('a bucket in front of the host', () => {
  it('is the bucket of the request', async () => {
    const Bucket = await freshBucket(aws.clients().s3);
    for (const host of [`${Bucket}.localhost:4566`, `${Bucket}.s3.us-east-1.amazonaws.com`])
      expect(await raw('GET', '/?location', { host })).toMatchObject({ status: 200 });
    expect(await raw('GET', '/?location', { host: 'nowhere.localhost' })).toMatchObject({ status: 404 });
  });
});

/** One request as the SDK would never send it. */
function raw(
  method: string,
  path: string,
  { host, key = `AKIA${OWNER}` }: { host?: string; key?: string } = {},
): Promise<{ status: number | undefined; requestId: unknown }> {
  const authorization = `AWS4-HMAC-SHA256 Credential=${key}/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0`;
  const { hostname, port } = new URL(aws.endpoint);
  const headers = { authorization, ...(host === undefined ? {} : { host }) };
  return new Promise((resolve, reject) => {
    request({ method, path, hostname, port, headers }, (response) => {
      response.resume();
      resolve({ status: response.statusCode, requestId: response.headers['x-amz-request-id'] });
    })
      .on('error', reject)
      .end();
  });
}
