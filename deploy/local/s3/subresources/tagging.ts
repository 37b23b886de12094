import type { Tagging } from '../../documents.js';
import type { BucketCall } from '../call.js';
import { documentOperations } from '../document.js';
import { invalidRequest, malformedXml, S3Error } from '../error.js';
import { protectSystemTags, readTags, taggingOf, tagsOf } from '../tag-set.js';
import { elementOf } from '../xml.js';
import { abacIsOn } from './settings.js';

/** Bucket tags by the classic calls, which replace the whole set. S3 Control changes the same set by key. */
export const tagging = documentOperations<Tagging>({
  subresource: 'tagging',
  root: 'Tagging',
  names: { get: 'GetBucketTagging', put: 'PutBucketTagging', remove: 'DeleteBucketTagging' },
  absent: { code: 'NoSuchTagSet', message: 'The TagSet does not exist' },
  accept: (call, tree) => {
    checkAbac(call);
    if (tree['TagSet'] === undefined) throw malformedXml();
    const tags = readTags(elementOf(tree['TagSet'])['Tag']);
    if (tags.length > 50) throw new S3Error(400, 'BadRequest', 'Bucket tag count cannot be greater than 50');
    protectSystemTags(tagsOf(call.bucket), tags);
    return taggingOf(tags);
  },
  show: ({ TagSet }) => ({ TagSet: { Tag: TagSet.map((tag) => ({ ...tag })) } }),
  remains: (call) => {
    checkAbac(call);
    protectSystemTags(tagsOf(call.bucket), []);
    return undefined;
  },
});

// The S3 User Guide refuses the classic calls under ABAC without naming the code; this one is a guess.
function checkAbac(call: BucketCall): void {
  if (abacIsOn(call.bucket))
    throw invalidRequest('Tags of a bucket with ABAC enabled are set with TagResource and UntagResource');
}
