import type { Step } from '../domain/plan.js';

/** Steps that are sent one right after the other. */
export type Batch = readonly [Step, ...Step[]];

/** Steps in one batch at most: what a crash in the middle leaves in doubt. */
const most = 25;

/**
 * The steps of a plan in their order, in batches that the audit is told of at once: a thousand configurations under Ids
 * of their own are deleted one by one, and two rows for each would take far longer than the calls. Together are only
 * the same calls for the same aspect, none of which waits for anything, opens, or is part of a stage.
 */
export function batchesOf(steps: readonly Step[]): readonly Batch[] {
  const staged = new Set(steps.filter(({ lifts }) => lifts).map(({ aspect }) => aspect));
  const isPlain = ({ effect, after, aspect }: Step): boolean =>
    effect !== 'open' && (after ?? []).length === 0 && !staged.has(aspect);
  const batches: [Step, ...Step[]][] = [];
  for (const step of steps) {
    const last = batches.at(-1);
    const isMore =
      last !== undefined && last.length < most && isPlain(step) && isPlain(last[0]) && isAlike(step, last[0]);
    if (isMore) last.push(step);
    else batches.push([step]);
  }
  return batches;
}

const isAlike = (one: Step, other: Step): boolean =>
  one.aspect === other.aspect && one.operation === other.operation && one.effect === other.effect;
