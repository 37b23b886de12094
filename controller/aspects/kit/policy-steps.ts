import type { JsonObject } from '../../domain/json.js';
import type { Desired } from '../../domain/observation.js';
import type { Effect, Step } from '../../domain/plan.js';
import { outsiders } from '../../exposure/outsiders.js';
import { isPublicPolicy } from '../../exposure/policy-public.js';
import { statementsOf } from '../../exposure/statements.js';
import type { Situation } from './aspect.js';
import { asBlock } from './blocks.js';
import { onBucket } from './calls.js';
import { isPublic, opens } from './opening.js';

/**
 * The calls that bring a bucket policy to what is declared: one, put over what is there. Where the declared one
 * opens and the found one lets strangers in, two: first the declared one without its public statements, so that
 * shutting the strangers out never waits for a human who has to allow the opening.
 */
export function policySteps(situation: Situation, desired: Desired): readonly Step[] {
  const { actual } = situation;
  const admits = admitsStrangers(situation, desired);
  if (!opens('bucketPolicy', desired, actual))
    return [policyStep(situation, desired, admits || isPublic('bucketPolicy', actual) ? 'close' : 'restore')];
  if (!admits) return [policyStep(situation, desired, 'open')];
  const first = { ...policyStep(situation, withoutPublic(desired), 'close'), id: 'bucketPolicy.close' };
  return [first, policyStep(situation, desired, 'open', [first.id])];
}

function admitsStrangers({ target, actual }: Situation, desired: Desired): boolean {
  if (actual.kind === 'absent') return false;
  const expected = desired.kind === 'value' ? outsiders(desired.value, target.account) : [];
  return outsiders(actual.state, target.account).some((who) => !expected.includes(who));
}

/** The call that puts a policy over what is there, or deletes what is there if there must be none. */
export function policyStep(
  situation: Situation,
  desired: Desired,
  effect: Effect,
  others: readonly string[] = [],
): Step {
  const { target } = situation;
  const after = [...(needsStage(situation, desired) ? ['publicAccessBlock.close'] : []), ...others];
  const common = {
    aspect: 'bucketPolicy',
    service: 's3',
    effect,
    leaves: desired,
    ...(after.length === 0 ? {} : { after }),
  } as const;
  return desired.kind === 'absent'
    ? { id: 'bucketPolicy.delete', operation: 'DeleteBucketPolicy', input: onBucket(target), ...common }
    : {
        id: 'bucketPolicy.put',
        operation: 'PutBucketPolicy',
        input: { ...onBucket(target), Policy: JSON.stringify(desired.value) },
        ...common,
      };
}

/**
 * Whether Block Public Access has to be written before: where S3 would refuse the policy, or where it opens. Any
 * other put waits for nothing, since the policy that it replaces may deny just the step it would wait for.
 */
function needsStage({ actual, seen }: Situation, desired: Desired): boolean {
  const block = seen.get('publicAccessBlock');
  const isBlocked = block?.kind === 'observed' && asBlock(block.state).BlockPublicPolicy;
  return isPublic('bucketPolicy', desired) && (isBlocked || !isPublic('bucketPolicy', actual));
}

function withoutPublic(desired: Desired): Desired {
  const closed = desired.kind === 'value' ? withoutPublicStatements(desired.value as JsonObject) : undefined;
  return closed === undefined ? { kind: 'absent' } : { kind: 'value', value: closed };
}

/** The policy without what lets the world in; nothing if that is all of it. */
export function withoutPublicStatements(policy: JsonObject): JsonObject | undefined {
  const closed = (statementsOf(policy) ?? []).filter(
    (statement) => !isPublicPolicy({ Statement: [statement] }),
  );
  return closed.length === 0 ? undefined : { ...policy, Statement: closed };
}
