import { isObject, type JsonObject } from '../domain/json.js';
import { defineAspect } from './kit/aspect.js';
import { readBucket } from './kit/calls.js';
import { directoryPolicyObstacle } from './kit/directory-policy.js';
import { canonicalPolicy } from './kit/policy-form.js';
import { policyIn } from './kit/policy-in.js';
import { policyObstacle } from './kit/policy-obstacle.js';
import { isNoLooserPolicy } from './kit/policy-order.js';
import { policySchema } from './kit/policy-schema.js';
import { policySteps } from './kit/policy-steps.js';
import { canonicalRules, isByRule } from './kit/rules/rules.js';
import { ruleSteps } from './kit/rules/steps.js';
import { viewOf } from './kit/rules/view.js';

/** The bucket policy: the document itself, or what rules make of it, put over what is there and never deleted first. */
export const bucketPolicy = defineAspect<'bucketPolicy', JsonObject>({
  name: 'bucketPolicy',
  scope: 'bucket',
  events: ['PutBucketPolicy', 'DeleteBucketPolicy'],
  marker: 'policy',
  iam: { read: ['s3:GetBucketPolicy'], write: ['s3:PutBucketPolicy', 's3:DeleteBucketPolicy'] },
  directory: {
    iam: {
      read: ['s3express:GetBucketPolicy'],
      write: ['s3express:PutBucketPolicy', 's3express:DeleteBucketPolicy'],
    },
    escalates: 'A policy by rule, a public one, or one with other actions than those of s3express.',
    obstacle: directoryPolicyObstacle,
  },
  needs: ['publicAccessBlock'],
  owns: ['publicAccessBlock'],
  // RestrictPublicBuckets keeps out other accounts, those of the ACL too, only as long as the policy is public.
  uncovers: ['acl'],
  absence: { codes: ['NoSuchBucketPolicy'], declarable: true },
  schema: policySchema,
  // The reply is JSON.
  elements: [],
  escalates:
    'A policy that breaks rules where no repair can be proved to break none and to let nobody new in.',
  prevention:
    'Deny s3:PutBucketPolicy and s3:DeleteBucketPolicy in a service control policy for everybody but the role that manages it.',

  async read(reader) {
    const { Policy: text } = await readBucket(reader, 'GetBucketPolicy');
    return text === undefined ? {} : { state: policyIn(text, 'bucket policy') };
  },

  canonical: (state) =>
    isByRule(state) ? { ...state, rules: canonicalRules(state.rules) } : canonicalPolicy(state),

  noLooser: isNoLooserPolicy,

  judged: (desired, live, target, good) => (isByRule(desired) ? viewOf(desired, live, target, good) : live),

  remembers: ({ rules }) => isObject(rules) && rules['restoreDeleted'] === true,

  write(situation) {
    const { desired } = situation;
    if (desired === undefined) return [];
    return desired.kind === 'value' && isByRule(desired.value)
      ? ruleSteps(situation, desired.value)
      : policySteps(situation, desired);
  },

  unreachable: policyObstacle,
});
