import type { JsonObject } from '../../domain/json.js';

const text = { type: 'string', minLength: 1 };

const keyFormat: JsonObject = {
  type: 'object',
  description:
    'How the names of log objects are made: { SimplePrefix: {} } or { PartitionedPrefix: { PartitionDateSource: EventTime } }. Without it: SimplePrefix.',
  additionalProperties: false,
  minProperties: 1,
  maxProperties: 1,
  properties: {
    SimplePrefix: { type: 'object', additionalProperties: false, description: 'Always {}.' },
    PartitionedPrefix: {
      type: 'object',
      additionalProperties: false,
      description: 'Puts account, region, bucket and date into the names.',
      properties: {
        PartitionDateSource: {
          enum: ['EventTime', 'DeliveryTime'],
          default: 'EventTime',
          description: 'Whether the date is that of the request or that of the delivery.',
        },
      },
    },
  },
};

const grant: JsonObject = {
  type: 'object',
  additionalProperties: false,
  required: ['Grantee', 'Permission'],
  properties: {
    Grantee: {
      type: 'object',
      description: 'Who: { Type: CanonicalUser, ID: ... } or { Type: Group, URI: ... }.',
      additionalProperties: false,
      required: ['Type'],
      minProperties: 2,
      maxProperties: 2,
      properties: {
        Type: { enum: ['CanonicalUser', 'Group'], description: 'CanonicalUser with ID, or Group with URI.' },
        ID: { ...text, description: 'The canonical user id.' },
        URI: { ...text, description: 'The URI of the group.' },
      },
    },
    Permission: {
      enum: ['FULL_CONTROL', 'READ', 'WRITE'],
      description: 'What they may do with the log objects.',
    },
  },
};

/** What a baseline may say about server access logging: S3's `LoggingEnabled`. */
export const loggingSchema: JsonObject = {
  type: 'object',
  description: 'Where S3 writes the access log, such as { TargetBucket: my-logs, TargetPrefix: data/ }.',
  additionalProperties: false,
  required: ['TargetBucket', 'TargetPrefix'],
  properties: {
    TargetBucket: {
      type: 'string',
      pattern: '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$',
      description: 'A bucket of the same account and region that lets logging.s3.amazonaws.com write.',
    },
    TargetPrefix: {
      type: 'string',
      maxLength: 1024,
      description: "What the names of log objects begin with; '' for nothing.",
    },
    TargetObjectKeyFormat: keyFormat,
    TargetGrants: {
      type: 'array',
      items: grant,
      description: 'Who else may read the log objects; not for a target that enforces its owner.',
    },
  },
};
