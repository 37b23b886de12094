import { TerminalError } from '../domain/errors.js';
import type { JsonObject } from '../domain/json.js';
import { readPolicy } from '../exposure/policy-text.js';
import { defineAspect } from './kit/aspect.js';
import { readBucket } from './kit/calls.js';
import { canonicalPolicy } from './kit/policy-form.js';
import { policyObstacle } from './kit/policy-obstacle.js';
import { isNoLooserPolicy } from './kit/policy-order.js';
import { policySchema } from './kit/policy-schema.js';
import { policySteps } from './kit/policy-steps.js';

/** The bucket policy: the document itself, put over what is there and never deleted first. */
export const bucketPolicy = defineAspect<'bucketPolicy', JsonObject>({
  name: 'bucketPolicy',
  scope: 'bucket',
  events: ['PutBucketPolicy', 'DeleteBucketPolicy'],
  marker: 'policy',
  iam: { read: ['s3:GetBucketPolicy'], write: ['s3:PutBucketPolicy', 's3:DeleteBucketPolicy'] },
  needs: ['publicAccessBlock'],
  owns: ['publicAccessBlock'],
  // RestrictPublicBuckets keeps out other accounts, those of the ACL too, only as long as the policy is public.
  uncovers: ['acl'],
  absence: { codes: ['NoSuchBucketPolicy'], declarable: true },
  schema: policySchema,
  // The reply is JSON.
  elements: [],
  prevention:
    'Deny s3:PutBucketPolicy and s3:DeleteBucketPolicy in a service control policy for everybody but the role that manages it.',

  async read(reader) {
    const { Policy: text } = await readBucket(reader, 'GetBucketPolicy');
    return text === undefined ? {} : { state: parsed(text) };
  },

  canonical: canonicalPolicy,

  noLooser: isNoLooserPolicy,

  write: (situation) => (situation.desired === undefined ? [] : policySteps(situation, situation.desired)),

  unreachable: policyObstacle,
});

function parsed(text: string): JsonObject {
  const read = readPolicy(text);
  if ('unreadable' in read) throw new TerminalError(`The bucket policy cannot be read: ${read.unreadable}`);
  return read.document;
}
