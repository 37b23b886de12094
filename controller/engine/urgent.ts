import { aspectNamed } from '../aspects/index.js';
import type { Difference } from '../domain/difference.js';
import type { Plan, Step } from '../domain/plan.js';
import { signed } from './plan.js';

/** The plan without some steps and without all that need them. */
export function withoutSteps(full: Plan, held: readonly Step[]): Plan {
  const dropped = new Set(held.map(({ id }) => id));
  const kept = full.steps.filter((step) => {
    if (needsIn(step, full).some((needed) => dropped.has(needed))) dropped.add(step.id);
    return !dropped.has(step.id);
  });
  return signed({ ...full, steps: kept });
}

/** The plan for some of the differences, which counts on none of the waiting aspects where it lifts a stage. */
export type Replan = (differences: readonly Difference[], waiting: ReadonlySet<string>) => Plan;

/**
 * What of a repair cannot wait although aspects are held: the steps that close and those that they need, and all
 * of the aspects that are not. What opens waits in any case, since it needs everything before it. Planned anew for
 * the differences that are left: a step that only prepares what waits would be in the way of whoever is at work.
 */
export function urgentOf(allowed: Plan, onHold: ReadonlySet<string>, replan: Replan): Plan {
  const { differences, escalations } = allowed;
  const hoped = replan(differences, new Set());
  // What waits is no ground for lifting a stage that an earlier repair has left.
  const waiting = liftsReady(hoped, withoutWaiting(hoped, onHold)) ? new Set<string>() : onHold;
  const first = withoutWaiting(replan(differences, waiting), onHold);
  const acting = new Set(first.steps.filter(({ lifts }) => lifts !== true).map(({ aspect }) => aspect));
  const left = differences.filter(({ aspect }) => acting.has(aspect) || !onHold.has(aspect));
  return signed({ ...withoutWaiting(replan(left, waiting), onHold), differences, escalations });
}

/** Whether of all that a lift comes after nothing is held back. */
function liftsReady(full: Plan, kept: Plan): boolean {
  const sent = new Set(kept.steps.map(({ id }) => id));
  const lifted = full.steps.filter(({ lifts }) => lifts).map(({ aspect }) => aspect);
  const isBehind = (name: string): boolean =>
    aspectNamed(name)?.owns.some((owned) => lifted.includes(owned)) === true;
  return full.steps.every(({ id, aspect }) => !isBehind(aspect) || sent.has(id));
}

function withoutWaiting(full: Plan, onHold: ReadonlySet<string>): Plan {
  const closing = full.steps.filter(({ effect }) => effect === 'close');
  const needed = neededBy(closing, full);
  // A stage that was begun to close cannot end before what its lift confirms is as declared.
  const confirmed = new Set(full.steps.flatMap(({ lifts, confirms = [] }) => (lifts ? confirms : [])));
  const mayWait = ({ id, aspect, effect }: Step): boolean =>
    effect !== 'close' && !needed.has(id) && !confirmed.has(aspect) && onHold.has(aspect);
  const waiting = full.steps.filter(
    (step) => step.lifts !== true && (step.effect === 'open' || mayWait(step)),
  );
  return withoutSteps(full, waiting);
}

/**
 * What a step cannot do without. What is written for another aspect, as the stages of Block Public Access are, comes after
 * that one's steps and needs none of them: where one is held back, what was closed for the rest is still held and lifted.
 */
const needsIn = ({ aspect, after = [] }: Step, { steps }: Plan): readonly string[] =>
  after.filter((id) =>
    steps.some((other) => other.id === id && aspectNamed(other.aspect)?.owns.includes(aspect) !== true),
  );

/** The ids of these steps and of all that they need, directly or not. */
function neededBy(steps: readonly Step[], full: Plan): ReadonlySet<string> {
  const ids = new Set<string>();
  const add = (step: Step): void => {
    if (ids.has(step.id)) return;
    ids.add(step.id);
    for (const id of needsIn(step, full)) full.steps.filter((other) => other.id === id).forEach(add);
  };
  steps.forEach(add);
  return ids;
}
