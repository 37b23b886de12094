import type { JsonObject } from '../../domain/json.js';

const text = { type: 'string', minLength: 1 } as const;
const switched = (description: string): JsonObject => ({
  type: 'object',
  description,
  additionalProperties: false,
  required: ['Status'],
  properties: { Status: { enum: ['Enabled', 'Disabled'] } },
});
const prefix = {
  type: 'string',
  maxLength: 1024,
  description: "What names begin with; '' for all.",
} as const;
const tag: JsonObject = {
  type: 'object',
  description: 'A tag of the object.',
  additionalProperties: false,
  required: ['Key', 'Value'],
  properties: { Key: text, Value: { type: 'string' } },
};
const fifteen: JsonObject = {
  type: 'object',
  description: 'Always { Minutes: 15 }.',
  additionalProperties: false,
  required: ['Minutes'],
  properties: { Minutes: { const: 15 } },
};

const destination: JsonObject = {
  type: 'object',
  description: 'Where the copies go.',
  additionalProperties: false,
  required: ['Bucket'],
  properties: {
    Bucket: {
      type: 'string',
      pattern: '^arn:[a-z-]+:s3:::[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$',
      description: 'The ARN of a bucket with versioning enabled.',
    },
    Account: {
      type: 'string',
      pattern: '^[0-9]{12}$',
      description: 'Who owns that bucket. S3 then copies nothing to a stranger who took its name.',
    },
    StorageClass: { ...text, description: "Of the copies. Without it: the original's." },
    AccessControlTranslation: {
      type: 'object',
      description: 'Hands the copies over to the owner of the destination.',
      additionalProperties: false,
      required: ['Owner'],
      properties: { Owner: { const: 'Destination' } },
    },
    EncryptionConfiguration: {
      type: 'object',
      description: 'With what the copies are encrypted.',
      additionalProperties: false,
      required: ['ReplicaKmsKeyID'],
      properties: { ReplicaKmsKeyID: { ...text, description: 'The ARN of a KMS key.' } },
    },
    ReplicationTime: {
      type: 'object',
      description: 'Whether S3 promises a time; needs Metrics beside it.',
      additionalProperties: false,
      required: ['Status', 'Time'],
      properties: { Status: { enum: ['Enabled', 'Disabled'] }, Time: fifteen },
    },
    Metrics: {
      type: 'object',
      description: 'Whether S3 measures how far behind it is.',
      additionalProperties: false,
      required: ['Status'],
      properties: { Status: { enum: ['Enabled', 'Disabled'] }, EventThreshold: fifteen },
    },
  },
};

const rule: JsonObject = {
  type: 'object',
  additionalProperties: false,
  required: ['Status', 'Destination'],
  properties: {
    ID: { type: 'string', minLength: 1, maxLength: 255, description: 'Without it S3 gives one.' },
    Status: { enum: ['Enabled', 'Disabled'] },
    Priority: { type: 'integer', minimum: 0, description: 'The highest wins where rules overlap.' },
    Prefix: { ...prefix, description: 'The older document; it also copies delete markers.' },
    Filter: {
      type: 'object',
      description: 'Which objects; {} for all. Needs Priority and DeleteMarkerReplication beside it.',
      additionalProperties: false,
      maxProperties: 1,
      properties: {
        Prefix: prefix,
        Tag: tag,
        And: {
          type: 'object',
          additionalProperties: false,
          properties: { Prefix: prefix, Tags: { type: 'array', minItems: 1, items: tag } },
        },
      },
    },
    DeleteMarkerReplication: switched('Whether deleting an object deletes the copy, too.'),
    ExistingObjectReplication: switched('Whether S3 also copies what was there before.'),
    SourceSelectionCriteria: {
      type: 'object',
      additionalProperties: false,
      properties: {
        SseKmsEncryptedObjects: switched('Whether objects under a KMS key are copied.'),
        ReplicaModifications: switched('Whether changes of the copies come back.'),
      },
    },
    Destination: destination,
  },
};

/** What a baseline may say about replication: S3's `ReplicationConfiguration`. */
export const replicationSchema: JsonObject = {
  type: 'object',
  description: 'Where S3 copies new objects to; a rule that is not here must not be there. Needs versioning.',
  additionalProperties: false,
  required: ['Role', 'Rules'],
  properties: {
    Role: {
      type: 'string',
      pattern: '^arn:[a-z-]+:iam::[0-9]{12}:role/.+$',
      description: 'The ARN of the role by which S3 copies. The controller needs iam:PassRole on it.',
    },
    Rules: { type: 'array', minItems: 1, maxItems: 1000, items: rule },
  },
};

/** XML elements of S3's reply. */
export const replicationElements = [
  ...['ReplicationConfiguration', 'Role', 'Rule', 'ID', 'Priority', 'Status', 'Prefix', 'Filter', 'And'],
  ...['Tag', 'Key', 'Value', 'DeleteMarkerReplication', 'ExistingObjectReplication'],
  ...['SourceSelectionCriteria', 'SseKmsEncryptedObjects', 'ReplicaModifications', 'Destination', 'Bucket'],
  ...['Account', 'StorageClass', 'AccessControlTranslation', 'Owner', 'EncryptionConfiguration'],
  ...['ReplicaKmsKeyID', 'ReplicationTime', 'Time', 'Minutes', 'Metrics', 'EventThreshold'],
] as const;
