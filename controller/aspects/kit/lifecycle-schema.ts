import type { JsonObject } from '../../domain/json.js';

/** What S3 takes where a put does not say it (S3 API Reference, PutBucketLifecycleConfiguration). */
export const defaultMinimumSize = 'all_storage_classes_128K';

/** Elements of S3's reply to GetBucketLifecycleConfiguration. */
export const lifecycleElements = [
  'LifecycleConfiguration',
  'Rule',
  'ID',
  'Prefix',
  'Status',
  'Filter',
  'And',
  'Tag',
  'Key',
  'Value',
  'ObjectSizeGreaterThan',
  'ObjectSizeLessThan',
  'Expiration',
  'Date',
  'Days',
  'ExpiredObjectDeleteMarker',
  'Transition',
  'StorageClass',
  'NoncurrentVersionExpiration',
  'NoncurrentVersionTransition',
  'NoncurrentDays',
  'NewerNoncurrentVersions',
  'AbortIncompleteMultipartUpload',
  'DaysAfterInitiation',
];

const whole = (minimum: number, description: string): JsonObject => ({
  type: 'integer',
  minimum,
  description,
});
const members = (description: string, properties: JsonObject, more: JsonObject = {}): JsonObject => ({
  type: 'object',
  description,
  additionalProperties: false,
  properties,
  ...more,
});

const date: JsonObject = {
  type: 'string',
  pattern: '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])(T00:00:00(\\.000)?(Z|\\+00:00))?$',
  description: "Midnight UTC, such as '2030-01-31' or '2030-01-31T00:00:00Z'.",
};
const storageClass: JsonObject = {
  enum: ['STANDARD_IA', 'ONEZONE_IA', 'INTELLIGENT_TIERING', 'GLACIER_IR', 'GLACIER', 'DEEP_ARCHIVE'],
  description: 'Where the objects go.',
};
const tag = members(
  'A tag that the objects have: { Key: ..., Value: ... }.',
  { Key: { type: 'string', minLength: 1, maxLength: 128 }, Value: { type: 'string', maxLength: 256 } },
  { required: ['Key', 'Value'] },
);
const predicates: JsonObject = {
  Prefix: { type: 'string', maxLength: 1024, description: 'What the names of the objects begin with.' },
  ObjectSizeGreaterThan: whole(0, 'In bytes.'),
  ObjectSizeLessThan: whole(1, 'In bytes.'),
};
const filter = members(
  'Which objects: {} for all, one predicate such as { Prefix: tmp/ }, or several under And.',
  {
    ...predicates,
    Tag: tag,
    And: members(
      'Objects that all of these fit.',
      {
        ...predicates,
        Tags: { type: 'array', minItems: 1, items: tag, description: 'Tags that the objects have.' },
      },
      { minProperties: 1 },
    ),
  },
  { maxProperties: 1 },
);
const newer = whole(1, 'So many noncurrent versions are kept whatever their age.');

const rule = members(
  'One rule.',
  {
    ID: {
      type: 'string',
      minLength: 1,
      maxLength: 255,
      description: 'A name of its own, so that a difference can be told.',
    },
    Status: { enum: ['Enabled', 'Disabled'], description: 'Whether S3 follows the rule.' },
    Filter: filter,
    Expiration: members(
      'When current versions go: { Days: 30 }, { Date: ... } or { ExpiredObjectDeleteMarker: true }.',
      { Days: whole(1, 'After so many days.'), Date: date, ExpiredObjectDeleteMarker: { type: 'boolean' } },
      { minProperties: 1, maxProperties: 1 },
    ),
    Transitions: {
      type: 'array',
      minItems: 1,
      description: 'When current versions move, and where to.',
      items: members(
        'Such as { Days: 30, StorageClass: STANDARD_IA }; Date instead of Days.',
        { Days: whole(0, 'After so many days.'), Date: date, StorageClass: storageClass },
        { required: ['StorageClass'], minProperties: 2, maxProperties: 2 },
      ),
    },
    NoncurrentVersionExpiration: members(
      'When noncurrent versions go.',
      { NoncurrentDays: whole(1, 'Days after they were replaced.'), NewerNoncurrentVersions: newer },
      { required: ['NoncurrentDays'] },
    ),
    NoncurrentVersionTransitions: {
      type: 'array',
      minItems: 1,
      description: 'When noncurrent versions move, and where to.',
      items: members(
        'Such as { NoncurrentDays: 30, StorageClass: GLACIER }.',
        {
          NoncurrentDays: whole(0, 'Days after they were replaced.'),
          NewerNoncurrentVersions: newer,
          StorageClass: storageClass,
        },
        { required: ['NoncurrentDays', 'StorageClass'] },
      ),
    },
    AbortIncompleteMultipartUpload: members(
      'When uploads that were never completed go.',
      { DaysAfterInitiation: whole(1, 'Days after they were begun.') },
      { required: ['DaysAfterInitiation'] },
    ),
  },
  { required: ['ID', 'Status', 'Filter'] },
);

/** What a baseline may say about lifecycle rules: all of them, in S3's words. */
export const lifecycleSchema = members(
  'All lifecycle rules of the bucket; a rule that is not here must not be there.',
  {
    Rules: {
      type: 'array',
      minItems: 1,
      maxItems: 1000,
      items: rule,
      description: 'The rules, in any order.',
    },
    TransitionDefaultMinimumObjectSize: {
      enum: [defaultMinimumSize, 'varies_by_storage_class'],
      default: defaultMinimumSize,
      description: 'From which size on objects are moved where a rule does not say it.',
    },
  },
  { required: ['Rules'] },
);
