import { memberAt } from './fields.js';

/**
 * The aspects that a call may have changed, by its name and by the members of its `requestParameters`, among which
 * CloudTrail puts the request's sub-resource (S3 User Guide, "Logging Amazon S3 API calls using AWS CloudTrail").
 * Empty if it may have changed any of them.
 */
export type AspectsOf = (call: string, members: readonly string[]) => readonly string[];

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
