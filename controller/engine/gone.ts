import type { Difference, FieldChange } from '../domain/difference.js';
import type { Observation } from '../domain/observation.js';
import type { Step } from '../domain/plan.js';
import { mildest, type Response } from '../domain/response.js';
import { targetName } from '../domain/target.js';
import { referrersText } from './dangling.js';
import { type Decision, responseTo } from './decide.js';
import type { Engine, Scene } from './engine.js';
import { existence } from './existence.js';
import { signed } from './plan.js';
import { recreation } from './recreate.js';

/** A bucket that two reads and a listing say is gone, or is somebody else's. */
export type Gone = Extract<Observation, { kind: 'gone' }>;

type Known = Pick<Scene, 'baseline' | 'declarations' | 'memory'>;

/** The bucket should be there, and be its account's. */
export function differenceOf(
  { baseline: { target }, memory }: Known,
  gone: Gone,
  fields: readonly FieldChange[],
): Difference {
  const standing = memory.open.get(existence);
  return {
    aspect: existence,
    desired: { kind: 'value', value: { Owner: target.account } },
    observed:
      gone.taken === true ? { kind: 'observed', state: { Owner: 'another account' } } : { kind: 'absent' },
    fields,
    // What was gone before anybody asked for its name to be held is for a human to have created.
    cause: standing?.finding === 'gone' && standing.response === 'alert' ? 'rollout' : 'drift',
  };
}

/** What is to be done about it: at most it is created again where its baseline says so, and never what a stranger has. */
export function decideGone(
  { approval }: Pick<Engine, 'approval'>,
  known: Known,
  difference: Difference,
  gone: Gone,
): Decision {
  const { baseline, declarations, memory } = known;
  const { target } = baseline;
  const policy = declarations.policyFor(difference, target);
  const made = gone.taken === true ? undefined : recreation(baseline, memory);
  const isPossible = Array.isArray(made);
  const steps: readonly Step[] = isPossible ? made : [];
  const whole = signed({ target, differences: [difference], steps, escalations: [] });
  const allowed: Response = isPossible
    ? responseTo(difference, policy, approval)
    : mildest(policy.response, 'alert');
  const isOther = approval?.only !== undefined && approval.only.digest !== whole.digest;
  const response = isOther ? mildest(allowed, 'propose') : allowed;
  const runbook = runbookOf(known, difference, gone, made === 'unknown-region');
  return {
    verdicts: new Map([[existence, { policy, response }]]),
    repair: signed({
      ...whole,
      steps: response === 'revert' ? steps : [],
      escalations: isPossible ? [] : [{ kind: 'escalate', aspect: existence, runbook }],
    }),
    proposed: response === 'propose' ? steps : [],
    waiting: [],
    whole: () => (response === 'alert' || response === 'ignore' ? signed({ ...whole, steps: [] }) : whole),
  };
}

/** What a human has to do about it, whatever is created again. */
export function runbookOf(
  { baseline: { target, name: baseline } }: Known,
  { fields }: Difference,
  gone: Gone,
  isLost: boolean,
): string {
  const bucket = targetName(target);
  const where = isLost ? ' Nobody remembers in which region it was, so it is not created by itself.' : '';
  const what =
    gone.taken === true
      ? `The name ${bucket} belongs to another account now. Whoever still writes there gives it to a stranger: stop everything that uses the name. Nothing is written there, ever.`
      : `Bucket ${bucket} is gone, and with it its objects: no configuration brings them back. Anybody may take the name: create it again, empty and closed, in account ${target.account} if it must be held.${where}`;
  return `${what} ${referrersText(fields)} If it is meant to be gone, exclude ${bucket} from ${baseline} (select: buckets: ['!${bucket}']).`;
}

/** What a human has to do about one whose name is held. */
export function heldText({ baseline: { target } }: Known, { fields }: Difference): string {
  const bucket = targetName(target);
  return `Bucket ${bucket} was deleted, and its objects with it. To keep strangers from its name it was created again, empty and closed: restore its objects from a replica or a backup, then open what has to be open with: snapback apply ${bucket} --reopen. ${referrersText(fields)}`;
}
