import type { EffectiveBaseline } from '../domain/baseline.js';
import type { Memory } from '../domain/ledger.js';
import type { Target } from '../domain/target.js';
import type { Assessment } from './assess.js';
import { type Decision, decide } from './decide.js';
import type { Engine } from './engine.js';
import { judge } from './judge.js';
import { selected } from './select.js';

/** What a look would find and do, without doing it and without remembering it. */
export interface Preview {
  readonly baseline: EffectiveBaseline;
  readonly assessment: Assessment;
  readonly decision: Decision;
}

/** Looks at every aspect that the baseline names; nothing if no baseline is for the target. */
export async function preview(engine: Engine, target: Target, memory: Memory): Promise<Preview | undefined> {
  const declarations = engine.declarations();
  const baseline = await selected(engine, declarations, target);
  if (baseline === undefined) return undefined;
  const assessment = await judge(engine, { baseline, memory }, new Set(baseline.aspects.keys()));
  return { baseline, assessment, decision: decide(baseline, assessment, declarations, engine.approval) };
}
