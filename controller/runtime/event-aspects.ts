import { memberAt } from './fields.js';

/** The aspects that a call may change; empty: any of them; nothing: the call is not known. */
export type AspectsOf = (call: string) => readonly string[] | undefined;

/**
 * The second key, which does not depend on names: `requestParameters` carries the sub-resource of the request as a
 * member. S3 User Guide, "Logging Amazon S3 API calls using AWS CloudTrail"; the call is the one usual for it.
 */
const callOfMarker: ReadonlyMap<string, string> = new Map([
  ['abac', 'PutBucketAbac'],
  ['accelerate', 'PutAccelerateConfiguration'],
  ['acl', 'PutBucketAcl'],
  ['analytics', 'PutBucketAnalyticsConfiguration'],
  ['cors', 'PutBucketCors'],
  ['encryption', 'PutBucketEncryption'],
  ['intelligent-tiering', 'PutBucketIntelligentTieringConfiguration'],
  ['inventory', 'PutBucketInventoryConfiguration'],
  ['lifecycle', 'PutBucketLifecycle'],
  ['logging', 'PutBucketLogging'],
  ['metrics', 'PutBucketMetricsConfiguration'],
  ['notification', 'PutBucketNotification'],
  ['object-lock', 'PutBucketObjectLockConfiguration'],
  ['ownershipControls', 'PutBucketOwnershipControls'],
  ['policy', 'PutBucketPolicy'],
  ['publicAccessBlock', 'PutBucketPublicAccessBlock'],
  ['replication', 'PutBucketReplication'],
  ['requestPayment', 'PutBucketRequestPayment'],
  ['tagging', 'PutBucketTagging'],
  ['versioning', 'PutBucketVersioning'],
  ['website', 'PutBucketWebsite'],
]);

/** What a call may have changed, by its name and by its sub-resource; empty if it may have changed anything. */
export function changedAspects(
  call: string,
  parameters: Readonly<Record<string, unknown>>,
  aspectsOf: AspectsOf,
): readonly string[] {
  const byName = aspectsOf(call);
  // The name is known and means everything: no marker makes that less.
  if (byName?.length === 0) return [];
  const markers = [...callOfMarker].filter(([marker]) => memberAt(parameters, marker) !== undefined);
  const byMarker = markers.flatMap(([, usual]) => aspectsOf(usual) ?? []);
  return [...new Set([...(byName ?? []), ...byMarker])];
}

/**
 * Calls about objects, which reach us where a trail logs data events and the rule is too wide. They change no
 * configuration. S3 User Guide, "Amazon S3 data events".
 */
const objectCalls: ReadonlySet<string> = new Set([
  'AbortMultipartUpload',
  'CompleteMultipartUpload',
  'CopyObject',
  'CreateMultipartUpload',
  'DeleteObject',
  'DeleteObjectTagging',
  'DeleteObjects',
  'PostObject',
  'PutObject',
  'PutObjectAcl',
  'PutObjectLegalHold',
  'PutObjectRetention',
  'PutObjectTagging',
  'RenameObject',
  'RestoreObject',
  'UpdateObjectEncryption',
  'UploadPart',
  'UploadPartCopy',
  'WriteGetObjectResponse',
]);

/** Whether the record is about an object and not about its bucket's configuration. */
export const isObjectLevel = (call: string, record: Readonly<Record<string, unknown>>): boolean =>
  objectCalls.has(call) ||
  memberAt(record, 'managementEvent') === false ||
  memberAt(record, 'eventCategory') === 'Data';
