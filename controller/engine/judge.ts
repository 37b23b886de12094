import { type Assessment, assess } from './assess.js';
import type { Engine, Scene } from './engine.js';
import { observe } from './observe.js';
import { readsFor } from './plan.js';

/** Reads and judges; where something is wrong, also reads what its repair depends on. */
export async function judge(
  engine: Pick<Engine, 'access' | 'clock' | 'timing'>,
  { baseline, memory, region }: Pick<Scene, 'baseline' | 'memory' | 'region'>,
  names: ReadonlySet<string>,
): Promise<Assessment> {
  const seen = await observe(engine, baseline.target, names, region);
  const first = assess(baseline, seen, memory);
  const missing = [...readsFor(first, baseline)].filter((name) => !seen.has(name));
  if (missing.length === 0) return first;
  const more = await observe(engine, baseline.target, missing, region);
  return assess(baseline, new Map([...seen, ...more]), memory);
}
