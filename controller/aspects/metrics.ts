import { readBucket } from './kit/calls.js';
import { filterElements, filterSchema, idSchema, listElements } from './kit/filter-schema.js';
import { type Identified, identified } from './kit/identified.js';
import { canonicalFilter, type ObjectFilter } from './kit/object-filter.js';

type Metrics = Identified & { readonly Filter?: ObjectFilter };

/**
 * Which requests CloudWatch counts, by the minute and at a price. Alarms watch those figures (S3 User Guide, "Monitoring
 * metrics with Amazon CloudWatch").
 */
export const metrics = identified<'metrics', Metrics>({
  name: 'metrics',
  events: [
    // Sources disagree on the word Bucket in CloudTrail's names.
    'PutMetricsConfiguration',
    'PutBucketMetricsConfiguration',
    'DeleteMetricsConfiguration',
    'DeleteBucketMetricsConfiguration',
  ],
  marker: 'metrics',
  iam: { read: ['s3:GetMetricsConfiguration'], write: ['s3:PutMetricsConfiguration'] },
  directory: {
    iam: { read: ['s3express:GetMetricsConfiguration'], write: ['s3express:PutMetricsConfiguration'] },
  },
  schema: {
    type: 'array',
    description:
      'All request metrics of the bucket, told apart by their Id; one that is not here must not be there.',
    minItems: 1,
    maxItems: 1000,
    items: {
      type: 'object',
      description: 'One set of metrics, such as { Id: EntireBucket }.',
      additionalProperties: false,
      required: ['Id'],
      properties: {
        Id: idSchema,
        Filter: filterSchema({
          AccessPointArn: {
            type: 'string',
            pattern: '^arn:aws[a-z-]*:s3:[a-z0-9-]*:[0-9]{12}:accesspoint/[a-z0-9.-]+$',
            description: 'The ARN of an access point: requests that come through it.',
          },
        }),
      },
    },
  },
  elements: [...listElements('MetricsConfiguration'), 'AccessPointArn', ...filterElements],
  prevention:
    'Deny s3:PutMetricsConfiguration in a service control policy for everybody but the role that manages it.',
  document: 'MetricsConfiguration',

  async page(reader, input) {
    const { MetricsConfigurationList: list, ...rest } = await readBucket(
      reader,
      'ListBucketMetricsConfigurations',
      input,
    );
    return { list, ...rest };
  },

  form: ({ Id: _, Filter, ...rest }) => ({ ...rest, Filter: canonicalFilter(Filter ?? {}) }),

  removal: 'observe',
  placing: () => 'observe',
});
