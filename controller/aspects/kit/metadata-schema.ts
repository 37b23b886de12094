import type { JsonObject } from '../../domain/json.js';

const encryption: JsonObject = {
  type: 'object',
  description: 'For the making of the table only: S3 does not show it, so it is not compared.',
  additionalProperties: false,
  required: ['SseAlgorithm'],
  properties: {
    SseAlgorithm: { enum: ['aws:kms', 'AES256'] },
    KmsKeyArn: { type: 'string', pattern: '^arn:[a-z-]+:kms:.+$', description: 'The ARN of a KMS key.' },
  },
};
const state = (description: string): JsonObject => ({ enum: ['ENABLED', 'DISABLED'], description });

/** What a baseline may say about S3 Metadata: S3's `MetadataConfiguration`. */
export const metadataSchema: JsonObject = {
  type: 'object',
  description: 'The tables in which S3 keeps the metadata of objects.',
  additionalProperties: false,
  required: ['JournalTableConfiguration'],
  properties: {
    JournalTableConfiguration: {
      type: 'object',
      description: 'The journal of changes; it is always kept.',
      additionalProperties: false,
      required: ['RecordExpiration'],
      properties: {
        RecordExpiration: {
          type: 'object',
          description: 'How long records are kept: { Expiration: DISABLED }, or ENABLED with Days.',
          additionalProperties: false,
          required: ['Expiration'],
          properties: {
            Expiration: { enum: ['ENABLED', 'DISABLED'] },
            Days: { type: 'integer', minimum: 7, maximum: 2147483647 },
          },
        },
        EncryptionConfiguration: encryption,
      },
    },
    InventoryTableConfiguration: {
      type: 'object',
      description: 'The live inventory of all objects. Without it: DISABLED.',
      additionalProperties: false,
      required: ['ConfigurationState'],
      properties: {
        ConfigurationState: state('Whether the inventory is kept.'),
        EncryptionConfiguration: encryption,
      },
    },
    AnnotationTableConfiguration: {
      type: 'object',
      description: 'The annotations of objects. Without it: DISABLED.',
      additionalProperties: false,
      required: ['ConfigurationState'],
      properties: {
        ConfigurationState: state('Whether annotations are kept.'),
        Role: { type: 'string', pattern: '^arn:[a-z-]+:iam::[0-9]{12}:role/.+$' },
        EncryptionConfiguration: encryption,
      },
    },
  },
};

/** XML elements of S3's reply. */
export const metadataElements = [
  ...['GetBucketMetadataConfigurationResult', 'MetadataConfigurationResult', 'DestinationResult'],
  ...['TableBucketType', 'TableBucketArn', 'TableNamespace', 'JournalTableConfigurationResult'],
  ...['InventoryTableConfigurationResult', 'AnnotationTableConfigurationResult', 'RecordExpiration'],
  ...['Expiration', 'Days', 'ConfigurationState', 'Role', 'TableStatus', 'TableName', 'TableArn', 'Error'],
  ...['ErrorCode', 'ErrorMessage'],
] as const;
