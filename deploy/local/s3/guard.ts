import type { Bucket } from '../world.js';
import type { BucketCall, Call, Operation } from './call.js';
import { accessDenied, noSuchBucket, S3Error } from './error.js';

/**
 * Lets a call through to the bucket, in S3's order: the bucket exists, it is in this region, the caller is of
 * the owner's account, and the expected owner is the owner. Bucket policies give nobody else access here.
 */
export function reachBucket(call: Call, operation: Pick<Operation, 'anyRegion' | 'foreign'>): BucketCall {
  const bucket = call.world.buckets.get(call.bucketName);
  if (bucket === undefined) throw noSuchBucket(call.bucketName);
  if (operation.anyRegion !== true) checkRegion(call, bucket);
  checkCaller(call, bucket, operation);
  checkExpectedOwner(call, bucket);
  return { ...call, bucket };
}

function checkRegion({ request }: Call, bucket: Bucket): void {
  if (request.region === bucket.region) return;
  throw new S3Error(
    301,
    'PermanentRedirect',
    'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
    {
      details: { Endpoint: `${bucket.name}.s3.${bucket.region}.amazonaws.com`, Bucket: bucket.name },
      headers: { 'x-amz-bucket-region': bucket.region },
    },
  );
}

function checkCaller({ request }: Call, bucket: Bucket, operation: Pick<Operation, 'foreign'>): void {
  if (request.principal.account === bucket.account) return;
  if (operation.foreign === 'MethodNotAllowed')
    throw new S3Error(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.');
  throw deniedIn(bucket);
}

function checkExpectedOwner({ request }: Call, bucket: Bucket): void {
  const expected = request.headers['x-amz-expected-bucket-owner'];
  if (expected === undefined) return;
  if (!/^\d{12}$/.test(expected))
    throw new S3Error(
      400,
      'InvalidBucketOwnerAWSAccountID',
      'The value of the expected bucket owner parameter must be an AWS Account ID',
    );
  if (expected !== bucket.account) throw deniedIn(bucket);
}

// S3 tells a bucket's region even to those whom it tells nothing else.
function deniedIn(bucket: Bucket): S3Error {
  const { message } = accessDenied();
  return new S3Error(403, 'AccessDenied', message, { headers: { 'x-amz-bucket-region': bucket.region } });
}
