import type { EffectiveBaseline } from '../domain/baseline.js';
import type { Step } from '../domain/plan.js';
import type { Assessment } from './assess.js';
import type { Approval } from './engine.js';

/** The aspects that may be opened now: by a human's word, or because their baseline says so. */
export const opensBy =
  (baseline: EffectiveBaseline, { emptied }: Pick<Assessment, 'emptied'>, approval: Approval | undefined) =>
  (aspect: string): boolean =>
    approval?.reopen === true || (baseline.aspects.get(aspect)?.reopen === 'auto' && !emptied.has(aspect));

/** Whether a step is sent only after a human has said so. */
export const waitsForLeave = (
  step: Step,
  mayOpen: (aspect: string) => boolean,
  approval: Approval | undefined,
): boolean => opensWithout(step, mayOpen) || (step.relocks === true && approval?.relock !== true);

/** Whether a step opens what may not be opened by itself. */
export const opensWithout = (
  { effect, lifts, aspect }: Step,
  mayOpen: (aspect: string) => boolean,
): boolean => effect === 'open' && lifts !== true && !mayOpen(aspect);
