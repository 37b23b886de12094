import type { EffectiveBaseline } from '../domain/baseline.js';
import type { Step } from '../domain/plan.js';
import type { Assessment } from './assess.js';
import type { Approval } from './engine.js';
import { mayExpose } from './waived-exposure.js';

/** The aspects that may be opened now: by a human's word, or because their baseline says so. */
export const opensBy =
  (
    baseline: EffectiveBaseline,
    { emptied, waived }: Pick<Assessment, 'emptied' | 'waived'>,
    approval: Approval | undefined,
  ) =>
  (aspect: string): boolean => {
    // What is waived was judged by who gets in now: nothing beside it may let more in.
    const isFixed = mayExpose(aspect) && [...(waived?.keys() ?? [])].some(mayExpose);
    if (isFixed) return false;
    return (
      approval?.reopen === true || (baseline.aspects.get(aspect)?.reopen === 'auto' && !emptied.has(aspect))
    );
  };

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
