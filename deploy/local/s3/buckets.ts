import { isDirectoryName } from '../directory-name.js';
import type { Bucket } from '../world.js';
import type { Answer, BucketCall, Call, Operation } from './call.js';
import { createBucket } from './create-bucket.js';
import { invalidArgument } from './error.js';
import { writeXml } from './xml.js';

/** The list of the caller's buckets: the one call that names none. */
export const bucketList: Operation = { on: 'account', method: 'GET', name: 'ListBuckets', run: listBuckets };

/** The buckets themselves: create, look, delete. */
export const buckets: readonly Operation[] = [
  { on: 'account', method: 'PUT', name: 'CreateBucket', run: createBucket },
  { on: 'bucket', method: 'HEAD', name: 'HeadBucket', run: headBucket },
  { on: 'bucket', method: 'DELETE', name: 'DeleteBucket', run: deleteBucket },
  {
    on: 'bucket',
    method: 'GET',
    subresource: 'location',
    anyRegion: true,
    name: 'GetBucketLocation',
    run: locate,
  },
];

function listBuckets({ world, request, account }: Call): Answer {
  const { query } = request;
  const prefix = query.get('prefix') ?? undefined;
  const region = query.get('bucket-region') ?? undefined;
  const token = query.get('continuation-token') ?? undefined;
  const most = Number(query.get('max-buckets') ?? '10000');
  if (!Number.isInteger(most) || most < 1 || most > 10_000)
    throw invalidArgument('Argument max-buckets must be an integer between 1 and 10000');
  if (region !== undefined && region !== request.region)
    throw invalidArgument(`Argument value ${region} is not a valid AWS Region`);
  // BucketRegion is told only to those who ask for anything.
  const showsRegion = ['prefix', 'bucket-region', 'continuation-token', 'max-buckets'].some((key) =>
    query.has(key),
  );
  const after = token === undefined ? '' : Buffer.from(token, 'base64url').toString('utf8');
  const found = [...world.buckets.values()]
    .filter(({ name, account: owner }) => owner === account.id && name > after && !isDirectoryName(name))
    .filter((bucket) => bucket.name.startsWith(prefix ?? '') && (region ?? bucket.region) === bucket.region)
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
  const page = found.slice(0, most);
  const last = page.at(-1);
  const tree = {
    Buckets: { Bucket: page.map((bucket) => showBucket(bucket, world.partition, showsRegion)) },
    Owner: { ID: account.canonicalId },
    Prefix: prefix,
    ContinuationToken:
      page.length < found.length && last !== undefined
        ? Buffer.from(last.name).toString('base64url')
        : undefined,
  };
  return { status: 200, body: writeXml('ListAllMyBucketsResult', tree) };
}

function showBucket(bucket: Bucket, partition: string, showsRegion: boolean) {
  return {
    Name: bucket.name,
    CreationDate: bucket.createdAt.toISOString(),
    BucketArn: `arn:${partition}:s3:::${bucket.name}`,
    BucketRegion: showsRegion ? bucket.region : undefined,
  };
}

function headBucket({ world, bucket }: BucketCall): Answer {
  const headers = {
    'x-amz-bucket-region': bucket.region,
    'x-amz-bucket-arn': `arn:${world.partition}:s3:::${bucket.name}`,
    'x-amz-access-point-alias': 'false',
  };
  return { status: 200, headers };
}

function deleteBucket({ world, bucket }: BucketCall): Answer {
  world.buckets.delete(bucket.name);
  return { status: 204 };
}

function locate({ bucket }: BucketCall): Answer {
  const body = writeXml('LocationConstraint', bucket.region === 'us-east-1' ? '' : bucket.region);
  return { status: 200, body };
}
