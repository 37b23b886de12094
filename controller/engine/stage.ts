import type { Settled } from '../aspects/kit/aspect.js';
import type { EffectiveBaseline } from '../domain/baseline.js';
import type { Stage } from '../domain/ledger.js';
import type { Step } from '../domain/plan.js';
import type { Assessment } from './assess.js';
import { canonicalFound, foundDigest } from './compare.js';
import type { Engine, Scene } from './engine.js';

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

/**
 * Whether the stage is over once this lift is proved. A lift may lead back only to where an earlier repair was cut short,
 * since what it was begun for is not ready: then what was found before that one is still to be gone back to.
 */
export function endsStage(
  { aspect, lifts, leaves }: Step,
  { seen, unfinished }: Pick<Assessment, 'seen' | 'unfinished'>,
  { target }: EffectiveBaseline,
): boolean {
  if (lifts !== true || leaves?.kind !== 'value') return lifts === true;
  const [found, live] = [unfinished.get(aspect), seen.get(aspect)];
  if (found === undefined || live?.kind !== 'observed') return true;
  const digestOf = (state: Settled): string => foundDigest(aspect, state, target);
  const left = digestOf({ kind: 'observed', state: leaves.value });
  return left === digestOf(found) || left !== digestOf(live);
}

/**
 * Forgets the stages that somebody has since changed: they are no longer ours to lift. Before the repair, which may begin
 * one anew.
 */
export async function forgetStages(
  { ledger }: Engine,
  { baseline: { target }, memory }: Scene,
  { seen, unfinished }: Assessment,
): Promise<void> {
  for (const [aspect, { stage }] of memory.heads) {
    const settled = seen.get(aspect)?.kind === 'observed' || seen.get(aspect)?.kind === 'absent';
    if (stage !== undefined && settled && !unfinished.has(aspect))
      await ledger.markHead(target, aspect, { stage: null });
  }
}
