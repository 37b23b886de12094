import { defineAspect } from './kit/aspect.js';
import { readBucket } from './kit/calls.js';
import { replace } from './kit/replace.js';

type Abac = { readonly Status: string };

/**
 * Whether tags of the bucket decide on access to it (S3 User Guide, "Enabling ABAC in general purpose buckets"). Either
 * way may let somebody in: an Allow that asks for a tag counts only while it is on, and so does a Deny. So a
 * difference is put right among the first, whatever it is.
 */
export const abac = defineAspect<'abac', Abac>({
  name: 'abac',
  scope: 'bucket',
  events: ['PutBucketAbac'],
  marker: 'abac',
  iam: { read: ['s3:GetBucketAbac'], write: ['s3:PutBucketAbac'] },
  needs: [],
  // Once tags decide, they have to be the right ones: what is declared of them is put right first.
  owns: ['tagging'],
  absence: { codes: [], declarable: false, means: { Status: 'Disabled' } },
  schema: {
    type: 'object',
    description: 'Whether tags of the bucket decide on access to it, such as { Status: Disabled }.',
    additionalProperties: false,
    required: ['Status'],
    properties: { Status: { enum: ['Enabled', 'Disabled'] } },
  },
  elements: ['AbacStatus', 'Status'],
  prevention: 'Deny s3:PutBucketAbac in a service control policy for everybody but the role that manages it.',

  async read(reader) {
    const { AbacStatus: status } = await readBucket(reader, 'GetBucketAbac');
    return { state: { Status: status?.Status ?? 'Disabled' } };
  },

  canonical: ({ Status }) => ({ Status }),

  write({ target, desired }) {
    if (desired?.kind !== 'value') return [];
    const { Status } = desired.value as Abac;
    const put = replace(target, 'abac', 'put', 'close', desired, 'PutBucketAbac', { AbacStatus: { Status } });
    return [Status === 'Enabled' ? { ...put, after: ['tagging.tag'] } : put];
  },
});
