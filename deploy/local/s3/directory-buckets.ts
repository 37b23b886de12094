import { bucketArnOf, isDirectoryName } from '../directory-name.js';
import type { Bucket } from '../world.js';
import { newBucket } from './birth.js';
import type { Answer, BucketCall, Call, Operation } from './call.js';
import { malformedXml, S3Error } from './error.js';
import { elementOf, parseXml, textOf, writeXml } from './xml.js';

/** The list of the caller's directory buckets in the region of the endpoint. */
export const directoryBucketList: Operation = {
  on: 'account',
  method: 'GET',
  name: 'ListDirectoryBuckets',
  run: list,
};

const exist: ReadonlySet<string> = new Set([
  'DeleteBucket',
  ...['Get', 'Put', 'Delete'].flatMap((verb) => [
    `${verb}BucketPolicy`,
    `${verb}BucketEncryption`,
    `${verb}BucketInventoryConfiguration`,
    `${verb}BucketMetricsConfiguration`,
  ]),
  'ListBucketInventoryConfigurations',
  'ListBucketMetricsConfigurations',
  'GetBucketLifecycleConfiguration',
  'PutBucketLifecycleConfiguration',
  'DeleteBucketLifecycle',
]);

/**
 * Refuses on a directory bucket what does not exist there, and every call that expects an owner: S3 answers 501 to that (S3
 * API Reference, such as GetBucketPolicy). By which code it refuses calls that do not exist is not documented. HeadBucket
 * is not here because it goes to the endpoint for objects.
 */
export function admitted(call: BucketCall, operation: string): BucketCall {
  if (!isDirectoryName(call.bucket.name)) return call;
  const expectsOwner = call.request.headers['x-amz-expected-bucket-owner'] !== undefined;
  if (exist.has(operation) && !expectsOwner) return call;
  throw new S3Error(501, 'NotImplemented', 'This bucket does not support this call, or one of its headers.');
}

/** A new directory bucket: AES256 with a bucket key, nobody else let in, and Block Public Access that nobody changes. */
export function createDirectoryBucket({ world, request, account, bucketName: name }: Call): Answer {
  const body = parseXml(request.body, 'CreateBucketConfiguration');
  const { Location: location, Bucket: kind } = body;
  const zone = textOf(elementOf(location)['Name']) ?? '';
  if (textOf(elementOf(kind)['Type']) !== 'Directory' || !name.endsWith(`--${zone}--x-s3`) || zone === '')
    throw malformedXml();
  if (world.buckets.has(name))
    throw new S3Error(409, 'BucketAlreadyExists', 'The requested bucket name is not available.');
  const bucket = newBucket({ name, account, region: request.region, createdAt: world.now() });
  bucket.documents.set('encryption', {
    Rule: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: 'true' },
  });
  world.buckets.set(name, bucket);
  return { status: 200, headers: { location: `/${name}` } };
}

function list({ world, request, account }: Call): Answer {
  const most = Number(request.query.get('max-directory-buckets') ?? '1000');
  const token = request.query.get('continuation-token');
  const after = token === null ? '' : Buffer.from(token, 'base64url').toString('utf8');
  const found = [...world.buckets.values()]
    .filter(({ name, account: owner, region }) => {
      const isOwn = owner === account.id && region === request.region;
      return isOwn && isDirectoryName(name) && name > after;
    })
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
  const page = found.slice(0, most);
  const last = page.at(-1);
  const show = (bucket: Bucket) => ({
    Name: bucket.name,
    CreationDate: bucket.createdAt.toISOString(),
    BucketArn: bucketArnOf(world.partition, bucket),
  });
  const body = writeXml('ListAllMyDirectoryBucketsResult', {
    Buckets: { Bucket: page.map(show) },
    ContinuationToken:
      page.length < found.length && last !== undefined
        ? Buffer.from(last.name).toString('base64url')
        : undefined,
  });
  return { status: 200, body };
}
