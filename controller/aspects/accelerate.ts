import { defineAspect } from './kit/aspect.js';
import { bucketOf, readBucket } from './kit/calls.js';
import { replace } from './kit/replace.js';

/** `Status` is missing where it was never switched on, which is as good as Suspended. */
type Acceleration = { readonly Status?: 'Enabled' | 'Suspended' };

/**
 * Whether the bucket answers at the edge of the network too, at a price. The same rights hold there (S3 User Guide,
 * "Configuring fast, secure file transfers using Amazon S3 Transfer Acceleration").
 */
export const accelerate = defineAspect<'accelerate', Acceleration>({
  name: 'accelerate',
  scope: 'bucket',
  events: ['PutAccelerateConfiguration', 'PutBucketAccelerateConfiguration'],
  marker: 'accelerate',
  iam: { read: ['s3:GetAccelerateConfiguration'], write: ['s3:PutAccelerateConfiguration'] },
  needs: [],
  owns: [],
  // It never goes back to no status, so absent says no more than Suspended.
  absence: { codes: [], declarable: false, means: {} },
  schema: {
    type: 'object',
    description: 'Whether transfers are accelerated, such as { Status: Suspended }.',
    additionalProperties: false,
    required: ['Status'],
    properties: {
      Status: {
        enum: ['Enabled', 'Suspended'],
        description: 'Suspended is also satisfied by a bucket that was never accelerated.',
      },
    },
  },
  elements: ['AccelerateConfiguration', 'Status'],
  prevention:
    'Deny s3:PutAccelerateConfiguration in a service control policy for everybody but the role that manages it.',

  async read(reader) {
    const { Status } = await readBucket(reader, 'GetBucketAccelerateConfiguration');
    return { state: Status === undefined ? {} : { Status } };
  },

  canonical: ({ Status = 'Suspended' }) => ({ Status }),

  write({ target, desired }) {
    if (desired?.kind !== 'value') return [];
    return [
      replace(target, 'accelerate', 'put', 'restore', desired, 'PutBucketAccelerateConfiguration', {
        AccelerateConfiguration: desired.value,
      }),
    ];
  },

  unreachable({ Status }, _wanted, target) {
    if (Status !== 'Enabled' || !bucketOf(target).name.includes('.')) return undefined;
    return 'S3 accelerates no bucket with a dot in its name: declare Status: Suspended, or select other buckets';
  },
});
