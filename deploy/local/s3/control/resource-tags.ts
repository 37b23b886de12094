import type { Answer, BucketCall, Call } from '../call.js';
import { invalidRequest, S3Error } from '../error.js';
import { reachBucket } from '../guard.js';
import { store } from '../shelf.js';
import { protectSystemTags, readTags, type Tag, taggingOf, tagsOf } from '../tag-set.js';
import { elementOf, parseXml, writeXml } from '../xml.js';
import { type ControlOperation, controlNamespace } from './operation.js';

const line = { path: 'tags/', takesResource: true };

/** Bucket tags by key: the same set that the classic calls replace, with and without ABAC. */
export const resourceTags: readonly ControlOperation[] = [
  { ...line, method: 'GET', name: 'ListTagsForResource', run: (call) => list(bucketCall(call)) },
  { ...line, method: 'POST', name: 'TagResource', run: (call) => tag(bucketCall(call)) },
  { ...line, method: 'DELETE', name: 'UntagResource', run: (call) => untag(bucketCall(call)) },
];

function list({ bucket, stale }: BucketCall): Answer {
  const tags = tagsOf(bucket, stale).map((one) => ({ ...one }));
  return {
    status: 200,
    body: writeXml('ListTagsForResourceResult', { Tags: { Tag: tags } }, controlNamespace),
  };
}

function tag(call: BucketCall): Answer {
  const tree = parseXml(call.request.body, 'TagResourceRequest');
  const added = readTags(elementOf(tree['Tags'])['Tag']);
  const kept = tagsOf(call.bucket).filter((one) => !added.some((other) => other.Key === one.Key));
  return change(call, [...kept, ...added]);
}

function untag(call: BucketCall): Answer {
  const keys = call.request.query.getAll('tagKeys');
  return change(
    call,
    tagsOf(call.bucket).filter((one) => !keys.includes(one.Key)),
  );
}

function change({ bucket }: BucketCall, tags: readonly Tag[]): Answer {
  protectSystemTags(tagsOf(bucket), tags);
  if (tags.length > 50)
    throw new S3Error(400, 'TooManyTagsException', 'Bucket tag count cannot be greater than 50');
  store(bucket, 'tagging', taggingOf(tags));
  return { status: 204 };
}

function bucketCall(call: Call): BucketCall {
  if (call.bucketName === '') throw invalidRequest('Tags are kept for buckets only: name one by its ARN');
  return reachBucket(call, {});
}
