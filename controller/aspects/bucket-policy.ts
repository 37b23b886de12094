import { TerminalError } from '../domain/errors.js';
import { isObject, type JsonObject } from '../domain/json.js';
import type { Effect, Step } from '../domain/plan.js';
import { outsiders } from '../exposure/outsiders.js';
import { isPublicPolicy } from '../exposure/policy-public.js';
import { defineAspect, type Situation } from './kit/aspect.js';
import { onBucket, readBucket } from './kit/calls.js';
import { canonicalPolicy } from './kit/policy-form.js';
import { policyObstacle } from './kit/policy-obstacle.js';
import { policySchema } from './kit/policy-schema.js';

/** The bucket policy: the document itself, put over what is there and never deleted first. */
export const bucketPolicy = defineAspect<'bucketPolicy', JsonObject>({
  name: 'bucketPolicy',
  scope: 'bucket',
  events: ['PutBucketPolicy', 'DeleteBucketPolicy'],
  marker: 'policy',
  iam: { read: ['s3:GetBucketPolicy'], write: ['s3:PutBucketPolicy', 's3:DeleteBucketPolicy'] },
  needs: ['publicAccessBlock'],
  owns: ['publicAccessBlock'],
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

  write(situation) {
    const { target, desired } = situation;
    if (desired === undefined) return [];
    const common = { aspect: 'bucketPolicy', service: 's3', leaves: desired } as const;
    const order = orderOf(situation);
    const step: Step =
      desired.kind === 'absent'
        ? {
            id: 'bucketPolicy.delete',
            operation: 'DeleteBucketPolicy',
            input: onBucket(target),
            ...common,
            ...order,
          }
        : {
            id: 'bucketPolicy.put',
            operation: 'PutBucketPolicy',
            input: { ...onBucket(target), Policy: JSON.stringify(desired.value) },
            ...common,
            ...order,
          };
    return [step];
  },

  unreachable: policyObstacle,
});

/**
 * The effect, and whether Block Public Access must have been written before: S3 refuses a public policy until
 * then, and what closes comes after what closes more at once. Anything else depends on no other step, since a
 * hostile policy may deny just that step.
 */
function orderOf(situation: Situation): Pick<Step, 'effect' | 'after'> {
  const effect = effectOf(situation);
  return effect === 'close' || declaresPublic(situation)
    ? { effect, after: ['publicAccessBlock.close'] }
    : { effect };
}

function effectOf(situation: Situation): Effect {
  const { target, desired, actual } = situation;
  if (actual.kind === 'absent') return declaresPublic(situation) ? 'open' : 'restore';
  const expected = desired?.kind === 'value' ? outsiders(desired.value, target.account) : [];
  const admitsMore = outsiders(actual.state, target.account).some((who) => !expected.includes(who));
  return isPublicPolicy(actual.state) || admitsMore ? 'close' : 'restore';
}

const declaresPublic = ({ desired }: Situation): boolean =>
  desired?.kind === 'value' && isPublicPolicy(desired.value);

function parsed(text: string): JsonObject {
  const document = parsedJson(text);
  if (!isObject(document)) throw new TerminalError('The bucket policy is not a JSON object');
  return document as JsonObject;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new TerminalError('The bucket policy is not JSON', { cause });
  }
}
