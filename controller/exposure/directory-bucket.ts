import type { Json } from '../domain/json.js';
import { isDirectoryName } from '../domain/target.js';

const fixed: ReadonlyMap<string, Json> = new Map<string, Json>([
  ['acl', null],
  ['ownershipControls', { ObjectOwnership: 'BucketOwnerEnforced' }],
  [
    'publicAccessBlock',
    { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true },
  ],
]);

/**
 * What nobody can change about a directory bucket, by aspect: it has no ACLs, and blocks public access (S3 User Guide,
 * "Security best practices for directory buckets"). Nothing for other buckets.
 */
export const fixedOn = (bucket: string): ReadonlyMap<string, Json> =>
  isDirectoryName(bucket) ? fixed : new Map();
