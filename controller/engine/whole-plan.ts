import type { EffectiveBaseline } from '../domain/baseline.js';
import type { Difference } from '../domain/difference.js';
import type { Plan } from '../domain/plan.js';
import type { Assessment } from './assess.js';
import { ownersOf, plan } from './plan.js';

/**
 * The plan for these differences with everything in it that a human may allow, openings included: what is sent for them
 * once somebody has. It counts on none that no call can put right.
 */
export function wholePlan(
  baseline: EffectiveBaseline,
  assessment: Assessment,
  all: readonly Difference[],
): Plan {
  const differences = all.filter(({ aspect }) => assessment.waived?.has(aspect) !== true);
  const without = (stuck: ReadonlySet<string>): Plan => {
    const settled = new Set(differences.map(({ aspect }) => aspect).filter((aspect) => !stuck.has(aspect)));
    const unfinished = liftable(baseline, assessment, (aspect) => settled.has(aspect));
    return plan(baseline, { ...assessment, unfinished }, differences, () => true);
  };
  const hoped = without(new Set());
  return hoped.escalations.length === 0
    ? hoped
    : without(new Set(hoped.escalations.map(({ aspect }) => aspect)));
}

/**
 * The stages that may be lifted now: everything that they were begun for is as declared, or this plan puts it so first.
 * Lifted over anything else they would let it out.
 */
export const liftable = (
  baseline: EffectiveBaseline,
  { unfinished, good, veiled, seen }: Assessment,
  settles: (aspect: string) => boolean,
): Assessment['unfinished'] => {
  const isReady = (owner: string): boolean =>
    good.has(owner) || veiled.has(owner) || seen.get(owner)?.kind === 'notApplicable' || settles(owner);
  return new Map([...unfinished].filter(([name]) => ownersOf(name, baseline).every(isReady)));
};
