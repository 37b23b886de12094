import { bucketArnOf, isDirectoryName } from '../../directory-name.js';
import type { PolicyText } from '../../documents.js';
import type { Answer, BucketCall, Operation } from '../call.js';
import { accessDenied, S3Error } from '../error.js';
import { isRecord } from '../policy-shape.js';
import { coversBucket, readPolicy } from '../policy-text.js';
import { isPublicPolicy } from '../public-policy.js';
import { store, stored } from '../shelf.js';
import { writeXml } from '../xml.js';
import { isOn } from './public-access-block.js';

const line = { on: 'bucket', subresource: 'policy', foreign: 'MethodNotAllowed' } as const;

/** The bucket policy, which only the owner's account may touch, and whether it is public. */
export const policy: readonly Operation[] = [
  { ...line, method: 'GET', name: 'GetBucketPolicy', run: getPolicy },
  { ...line, method: 'PUT', name: 'PutBucketPolicy', run: putPolicy },
  { ...line, method: 'DELETE', name: 'DeleteBucketPolicy', run: deletePolicy },
  { on: 'bucket', subresource: 'policyStatus', method: 'GET', name: 'GetBucketPolicyStatus', run: getStatus },
];

function getPolicy(call: BucketCall): Answer {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: policyOf(call) };
}

function putPolicy(call: BucketCall): Answer {
  const { bucket, account, world, request } = call;
  const isDirectory = isDirectoryName(bucket.name);
  const document = readPolicy(
    request.body.toString('utf8'),
    world.partition,
    (resource) =>
      isDirectory
        ? resource === bucketArnOf(world.partition, bucket)
        : coversBucket(resource, bucket.name, world.partition),
    isDirectory ? 's3express' : undefined,
  );
  if (isPublicPolicy(document) && isOn('BlockPublicPolicy', bucket, account))
    throw accessDenied(
      'Public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.',
    );
  store(bucket, 'policy', JSON.stringify(document));
  return { status: 204 };
}

function deletePolicy(call: BucketCall): Answer {
  store(call.bucket, 'policy', undefined);
  return { status: 204 };
}

function getStatus(call: BucketCall): Answer {
  const document: unknown = JSON.parse(policyOf(call));
  const isPublic = isRecord(document) && isPublicPolicy(document);
  return { status: 200, body: writeXml('PolicyStatus', { IsPublic: String(isPublic) }) };
}

function policyOf(call: BucketCall): PolicyText {
  const text = stored(call.bucket, 'policy', call.stale) as PolicyText | undefined;
  if (text === undefined)
    throw new S3Error(404, 'NoSuchBucketPolicy', 'The bucket policy does not exist', {
      details: { BucketName: call.bucket.name },
    });
  return text;
}
