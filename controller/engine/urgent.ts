import { aspectNamed } from '../aspects/index.js';
import type { Difference } from '../domain/difference.js';
import type { Plan, Step } from '../domain/plan.js';
import { signed } from './plan.js';

/**
 * The plan without some steps and without all that wait for them. A lift waits for what is sent, not for what is held
 * back: until then it takes back what was closed for the rest.
 */
export function withoutSteps(
  full: Plan,
  held: readonly Step[],
  needsOf: (step: Step) => readonly string[] = ({ after = [] }) => after,
): Plan {
  const dropped = new Set(held.map(({ id }) => id));
  const kept = full.steps.filter((step) => {
    if (step.lifts !== true && needsOf(step).some((needed) => dropped.has(needed))) dropped.add(step.id);
    return !dropped.has(step.id);
  });
  return signed({ ...full, steps: kept });
}

/**
 * What of a repair cannot wait although aspects are in a grace: the steps that close and those that they need, and all
 * of the aspects that are in none. What opens waits in any case, since it needs everything before it. Planned anew for
 * the differences that are left: a step that only prepares what waits would be in the way of whoever is at work.
 */
export function urgentOf(
  allowed: Plan,
  inGrace: ReadonlySet<string>,
  replan: (differences: readonly Difference[]) => Plan,
): Plan {
  const { differences, escalations } = allowed;
  const first = withoutWaiting(replan(differences), inGrace);
  const acting = new Set(first.steps.filter(({ lifts }) => lifts !== true).map(({ aspect }) => aspect));
  const left = differences.filter(({ aspect }) => acting.has(aspect) || !inGrace.has(aspect));
  return signed({ ...withoutWaiting(replan(left), inGrace), differences, escalations });
}

function withoutWaiting(full: Plan, inGrace: ReadonlySet<string>): Plan {
  const needsOf = (step: Step): readonly string[] => needsIn(step, full);
  const closing = full.steps.filter(({ effect }) => effect === 'close');
  const needed = neededBy(closing, full, needsOf);
  // A stage that was begun to close cannot end before what its lift confirms is as declared.
  const confirmed = new Set(full.steps.flatMap(({ lifts, confirms = [] }) => (lifts ? confirms : [])));
  const mayWait = ({ id, aspect, effect }: Step): boolean =>
    effect !== 'close' && !needed.has(id) && !confirmed.has(aspect) && inGrace.has(aspect);
  const waiting = full.steps.filter(
    (step) => step.lifts !== true && (step.effect === 'open' || mayWait(step)),
  );
  return withoutSteps(full, waiting, needsOf);
}

/** What a step cannot do without. What is written for another aspect comes after that one's steps, and needs none of them. */
const needsIn = ({ aspect, after = [] }: Step, { steps }: Plan): readonly string[] =>
  after.filter((id) =>
    steps.some((other) => other.id === id && aspectNamed(other.aspect)?.owns.includes(aspect) !== true),
  );

/** The ids of these steps and of all that they need, directly or not. */
function neededBy(
  steps: readonly Step[],
  { steps: all }: Plan,
  needsOf: (step: Step) => readonly string[],
): ReadonlySet<string> {
  const ids = new Set<string>();
  const add = (step: Step): void => {
    if (ids.has(step.id)) return;
    ids.add(step.id);
    for (const id of needsOf(step)) all.filter((other) => other.id === id).forEach(add);
  };
  steps.forEach(add);
  return ids;
}
