import type { JsonObject } from '../../domain/json.js';
import { destinationAccount, destinationBucket } from './export-destination.js';
import { filterElements, filterSchema, idSchema, listElements } from './filter-schema.js';

/** Elements of S3's reply to ListBucketAnalyticsConfigurations. */
export const analyticsElements = [
  ...listElements('AnalyticsConfiguration'),
  'StorageClassAnalysis',
  'DataExport',
  'OutputSchemaVersion',
  'Destination',
  'S3BucketDestination',
  'Format',
  'BucketAccountId',
  'Bucket',
  ...filterElements,
];

const members = (description: string, required: readonly string[], properties: JsonObject): JsonObject => ({
  type: 'object',
  description,
  additionalProperties: false,
  ...(required.length === 0 ? {} : { required }),
  properties,
});

const bucket = members('The bucket, and how the reports lie in it.', ['Bucket', 'Format'], {
  BucketAccountId: destinationAccount,
  Bucket: destinationBucket,
  Format: { enum: ['CSV'], description: 'Always CSV.' },
  Prefix: { type: 'string', minLength: 1, maxLength: 512, description: 'What their names begin with.' },
});

/** What a baseline may say about analytics: all of them, in S3's words. */
export const analyticsSchema: JsonObject = {
  type: 'array',
  description: 'All analytics of the bucket, told apart by their Id; one that is not here must not be there.',
  minItems: 1,
  maxItems: 1000,
  items: members('One analysis.', ['Id', 'StorageClassAnalysis'], {
    Id: idSchema,
    Filter: filterSchema(),
    StorageClassAnalysis: members('What becomes of it; {} shows it in the console alone.', [], {
      DataExport: members('Reports as files.', ['OutputSchemaVersion', 'Destination'], {
        OutputSchemaVersion: { enum: ['V_1'], description: 'Always V_1.' },
        Destination: members('Where the reports go.', ['S3BucketDestination'], {
          S3BucketDestination: bucket,
        }),
      }),
    }),
  }),
};
