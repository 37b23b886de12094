import type { EffectiveBaseline } from '../domain/baseline.js';
import type { Stage } from '../domain/ledger.js';
import type { Step } from '../domain/plan.js';
import type { Assessment } from './assess.js';
import { canonicalFound } from './compare.js';

/**
 * What to remember before a step of a repair that closes an aspect for a while and lifts that again last: what was found
 * before the repair, and the two states in which a crash at this step may leave it. Nothing for any other step.
 */
export function stageAt(
  step: Step,
  steps: readonly Step[],
  { seen, unfinished }: Pick<Assessment, 'seen' | 'unfinished'>,
  { target }: EffectiveBaseline,
): Stage | undefined {
  const own = steps.filter(({ aspect }) => aspect === step.aspect);
  const at = own.indexOf(step);
  const isStage = step.lifts !== true && own.slice(at).some(({ lifts }) => lifts);
  if (!isStage || step.leaves?.kind !== 'value') return undefined;
  const [before, live] = [own[at - 1]?.leaves, seen.get(step.aspect)];
  const found = unfinished.get(step.aspect) ?? live;
  const interim = canonicalFound(step.aspect, { kind: 'observed', state: step.leaves.value }, target);
  const earlier =
    before?.kind === 'value'
      ? [canonicalFound(step.aspect, { kind: 'observed', state: before.value }, target)]
      : unfinished.has(step.aspect) && live?.kind === 'observed'
        ? [canonicalFound(step.aspect, live, target)]
        : [];
  return { found: found?.kind === 'observed' ? found.state : null, interims: [...earlier, interim] };
}
