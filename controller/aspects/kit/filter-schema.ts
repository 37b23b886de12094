import type { JsonObject } from '../../domain/json.js';

/** Elements of a filter in S3's replies. */
export const filterElements = ['Filter', 'And', 'Prefix', 'Tag', 'Key', 'Value'];

/**
 * Elements that every list of configurations has, such as `InventoryConfiguration`. S3's documentation spells the names
 * of the lists in several ways.
 */
export const listElements = (document: string): readonly string[] => [
  ...['List', 'ListBucket'].flatMap((verb) =>
    ['Result', 'Output', 'sResult', 'sOutput'].map((end) => `${verb}${document}${end}`),
  ),
  document,
  'IsTruncated',
  'ContinuationToken',
  'NextContinuationToken',
  'Id',
];

/** The Id of a configuration (S3 API Reference, PutBucketInventoryConfiguration and its like). */
export const idSchema: JsonObject = {
  type: 'string',
  pattern: '^[A-Za-z0-9_.-]{1,64}$',
  description: 'A name of its own: letters, digits, dots, hyphens and underscores, at most 64.',
};

const tag: JsonObject = {
  type: 'object',
  description: 'A tag that the objects have: { Key: ..., Value: ... }.',
  additionalProperties: false,
  required: ['Key', 'Value'],
  properties: {
    Key: { type: 'string', minLength: 1, maxLength: 128 },
    Value: { type: 'string', maxLength: 256 },
  },
};
const prefix: JsonObject = {
  type: 'string',
  minLength: 1,
  maxLength: 1024,
  description: 'What the names of the objects begin with.',
};

/** Which objects: one predicate, or several under And; `more` are predicates that only some sorts of configuration know. */
export const filterSchema = (more: JsonObject = {}): JsonObject => ({
  type: 'object',
  description: 'Which objects: { Prefix: data/ }, { Tag: ... } or several under And. Without it: all.',
  additionalProperties: false,
  minProperties: 1,
  maxProperties: 1,
  properties: {
    Prefix: prefix,
    Tag: tag,
    ...more,
    And: {
      type: 'object',
      description: 'Objects that all of these fit.',
      additionalProperties: false,
      minProperties: 1,
      properties: {
        Prefix: prefix,
        Tags: { type: 'array', minItems: 1, items: tag, description: 'Tags that the objects have.' },
        ...more,
      },
    },
  },
});
