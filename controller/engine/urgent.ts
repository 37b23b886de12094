import type { Difference } from '../domain/difference.js';
import type { Plan, Step } from '../domain/plan.js';
import { signed } from './plan.js';

/**
 * The plan without some steps and without all that wait for them. A lift waits for what is sent, not for what is held
 * back: until then it takes back what was closed for the rest.
 */
export function withoutSteps(full: Plan, held: readonly Step[]): Plan {
  const dropped = new Set(held.map(({ id }) => id));
  const kept = full.steps.filter(({ id, lifts, after = [] }) => {
    if (lifts !== true && after.some((needed) => dropped.has(needed))) dropped.add(id);
    return !dropped.has(id);
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
  const needed = neededBy(
    full.steps.filter(({ effect }) => effect === 'close'),
    full,
  );
  const waiting = full.steps.filter(
    (step) =>
      step.lifts !== true &&
      (step.effect === 'open' ||
        (step.effect !== 'close' && !needed.has(step.id) && inGrace.has(step.aspect))),
  );
  return withoutSteps(full, waiting);
}

/** The ids of these steps and of all that they wait for, directly or not. */
function neededBy(steps: readonly Step[], { steps: all }: Plan): ReadonlySet<string> {
  const ids = new Set<string>();
  const add = (step: Step): void => {
    if (ids.has(step.id)) return;
    ids.add(step.id);
    for (const id of step.after ?? []) all.filter((other) => other.id === id).forEach(add);
  };
  steps.forEach(add);
  return ids;
}
