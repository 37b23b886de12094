import type { JsonObject } from '../../domain/json.js';
import { destinationAccount, destinationBucket } from './export-destination.js';
import { filterElements, idSchema, listElements } from './filter-schema.js';

/** Elements of S3's reply to ListBucketInventoryConfigurations. */
export const inventoryElements = [
  ...listElements('InventoryConfiguration'),
  'IsEnabled',
  'IncludedObjectVersions',
  'Schedule',
  'Frequency',
  'OptionalFields',
  'Field',
  'Destination',
  'S3BucketDestination',
  'AccountId',
  'Bucket',
  'Format',
  'Encryption',
  'SSE-S3',
  'SSE-KMS',
  'KeyId',
  ...filterElements,
];

const members = (
  description: string,
  required: readonly string[],
  properties: JsonObject,
  more: JsonObject = {},
): JsonObject => ({
  type: 'object',
  description,
  additionalProperties: false,
  ...(required.length === 0 ? {} : { required }),
  properties,
  ...more,
});

const destination = members('Where the lists go.', ['S3BucketDestination'], {
  S3BucketDestination: members('The bucket, and how the lists lie in it.', ['Bucket', 'Format'], {
    AccountId: destinationAccount,
    Bucket: destinationBucket,
    Format: { enum: ['CSV', 'ORC', 'Parquet'], description: 'How the lists are written.' },
    Prefix: { type: 'string', minLength: 1, maxLength: 512, description: 'What their names begin with.' },
    Encryption: members(
      'How the lists are encrypted: { SSES3: {} } or { SSEKMS: { KeyId: ... } }.',
      [],
      {
        SSES3: { type: 'object', additionalProperties: false, description: 'Always {}.' },
        SSEKMS: members('A key of KMS.', ['KeyId'], {
          KeyId: { type: 'string', minLength: 1, description: 'The full ARN of the key.' },
        }),
      },
      { minProperties: 1, maxProperties: 1 },
    ),
  }),
});

/** What a baseline may say about inventories: all of them, in S3's words. */
export const inventorySchema: JsonObject = {
  type: 'array',
  description:
    'All inventories of the bucket, told apart by their Id; one that is not here must not be there.',
  minItems: 1,
  maxItems: 1000,
  items: members('One inventory.', ['Id', 'IsEnabled', 'IncludedObjectVersions', 'Schedule', 'Destination'], {
    Id: idSchema,
    IsEnabled: { type: 'boolean', description: 'Whether S3 makes the lists.' },
    IncludedObjectVersions: {
      enum: ['All', 'Current'],
      description: 'Whether replaced versions are listed too.',
    },
    Schedule: members('How often.', ['Frequency'], {
      Frequency: { enum: ['Daily', 'Weekly'], description: 'Daily or Weekly.' },
    }),
    Filter: members('Which objects. Without it: all.', ['Prefix'], {
      Prefix: { type: 'string', minLength: 1, maxLength: 1024, description: 'What their names begin with.' },
    }),
    OptionalFields: {
      type: 'array',
      minItems: 1,
      items: {
        enum: [
          'BucketKeyStatus',
          'ChecksumAlgorithm',
          'ETag',
          'EncryptionStatus',
          'IntelligentTieringAccessTier',
          'IntelligentTieringReferenceDate',
          'IsMultipartUploaded',
          'LastModifiedDate',
          'LifecycleExpirationDate',
          'ObjectAccessControlList',
          'ObjectLockEventHoldDuration',
          'ObjectLockEventHoldStatus',
          'ObjectLockLegalHoldStatus',
          'ObjectLockMode',
          'ObjectLockRetainUntilDate',
          'ObjectOwner',
          'ReplicationStatus',
          'Size',
          'StorageClass',
        ],
      },
      description: 'What the lists tell beside names.',
    },
    Destination: destination,
  }),
};
