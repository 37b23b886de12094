import type { Json } from '../domain/json.js';
import { defineAspect, type Situation } from './kit/aspect.js';
import { readBucket } from './kit/calls.js';
import { replace } from './kit/replace.js';

type Payment = { readonly Payer: string };

/**
 * Who pays for requests and downloads: the bucket's owner, or whoever asks. Where whoever asks pays, S3 refuses anonymous
 * requests (S3 User Guide, "Using Requester Pays general purpose buckets").
 */
export const requestPayment = defineAspect<'requestPayment', Payment>({
  name: 'requestPayment',
  scope: 'bucket',
  events: ['PutBucketRequestPayment'],
  marker: 'requestPayment',
  iam: { read: ['s3:GetBucketRequestPayment'], write: ['s3:PutBucketRequestPayment'] },
  needs: ['publicAccessBlock'],
  owns: [],
  // S3 always answers with a payer.
  absence: { codes: [], declarable: false },
  schema: {
    type: 'object',
    description: 'Who pays for requests, such as { Payer: BucketOwner }.',
    additionalProperties: false,
    required: ['Payer'],
    properties: { Payer: { enum: ['BucketOwner', 'Requester'] } },
  },
  elements: ['RequestPaymentConfiguration', 'Payer'],

  async read(reader) {
    const { Payer } = await readBucket(reader, 'GetBucketRequestPayment');
    return Payer === undefined ? {} : { state: { Payer } };
  },

  canonical: (state) => ({ ...state }),

  write({ target, desired, seen }) {
    if (desired?.kind !== 'value') return [];
    const { Payer } = desired.value as Payment;
    // When the owner pays again, the nameless get in again wherever a policy or an ACL lets them.
    const effect = Payer === 'Requester' || letsInNobodyNameless(seen) ? 'restore' : 'open';
    return [
      replace(target, 'requestPayment', 'put', effect, desired, 'PutBucketRequestPayment', {
        RequestPaymentConfiguration: { Payer },
      }),
    ];
  },
});

/** Whether Block Public Access keeps out everybody without a name, whatever policy and ACL say. */
function letsInNobodyNameless(seen: Situation['seen']): boolean {
  const block = seen.get('publicAccessBlock');
  if (block?.kind !== 'observed') return false;
  const { IgnorePublicAcls: acls, RestrictPublicBuckets: policies } = block.state as Record<string, Json>;
  return acls === true && policies === true;
}
