import type { EffectiveBaseline } from '../domain/baseline.js';
import type { Memory } from '../domain/ledger.js';
import type { Target } from '../domain/target.js';
import type { Assessment } from './assess.js';
import { choose } from './choose.js';
import { type Decision, decide } from './decide.js';
import type { Engine } from './engine.js';
import { isThere } from './existence.js';
import { decideGone, differenceOf } from './gone.js';
import { judge } from './judge.js';
import { withGood } from './probation.js';
import { tagAspect } from './scope.js';
import { withWaivers } from './waivers.js';

/** What a look would find and do, without doing it and without remembering it. */
export interface Preview {
  readonly baseline: EffectiveBaseline;
  readonly assessment: Assessment;
  readonly decision: Decision;
}

/** What a preview needs from outside: of the ledger no more than what it remembers. */
export type Previewing = Pick<Engine, 'access' | 'declarations' | 'clock' | 'log' | 'timing' | 'approval'> & {
  readonly ledger: Pick<Engine['ledger'], 'recall' | 'goodState'>;
};

/**
 * Looks at every aspect that the baseline names; nothing if no baseline is for the target. Where there is no ledger
 * yet, nothing is remembered.
 */
export async function preview(
  engine: Previewing,
  target: Target,
  isRemembered: boolean,
): Promise<Preview | undefined> {
  const memory = isRemembered ? await engine.ledger.recall(target) : nothing;
  return previewWith(engine, target, memory, {
    known: async (baseline) => (isRemembered ? withGood(engine, baseline, memory) : memory),
    names: ({ aspects }) => new Set(aspects.keys()),
  });
}

/** Looks at some aspects, with what is to be taken for known of the target once its baseline is. */
export async function previewWith(
  engine: Previewing,
  target: Target,
  memory: Memory,
  given: {
    known(baseline: EffectiveBaseline): Promise<Memory>;
    names(baseline: EffectiveBaseline, known: Memory): ReadonlySet<string>;
  },
): Promise<Preview | undefined> {
  const declarations = engine.declarations();
  const { baseline, tags } = await choose(engine, declarations, target, async () => memory);
  if (baseline === undefined) return undefined;
  const known = await given.known(baseline);
  const read = tags === undefined ? new Map() : new Map([[tagAspect, tags]]);
  const ground = { baseline, declarations, memory: known };
  const judged = await judge(engine, ground, given.names(baseline, known), read);
  const assessment = await withWaivers(engine, ground, judged);
  const { gone } = assessment;
  if (gone !== undefined && !isThere(assessment.seen)) {
    const difference = differenceOf(ground, gone, [{ path: 'Owner', desired: target.account }]);
    const decision = decideGone(engine, ground, difference, gone);
    return { baseline, assessment: { ...assessment, differences: [difference] }, decision };
  }
  return { baseline, assessment, decision: decide(baseline, assessment, declarations, engine.approval) };
}

/** Nothing is known of a target. */
export const nothing: Memory = { sightings: new Map(), heads: new Map(), open: new Map() };
