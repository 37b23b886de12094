import type { Verdict } from '../catalog/effective.js';
import type { Tags } from '../catalog/selection.js';
import type { EffectiveBaseline } from '../domain/baseline.js';
import { isDenied, isGone } from '../domain/failure.js';
import type { Target } from '../domain/target.js';
import type { Declarations, Engine } from './engine.js';
import { regionIn } from './existence.js';

/** Whoever remembers where a target was. */
export interface Remembering {
  readonly ledger: Pick<Engine['ledger'], 'recall'>;
}

/**
 * What the catalogue says of a target with these tags. A baseline that speaks of regions is asked with the region that
 * S3 tells, never with the one that an event claims.
 */
export async function verdictOn(
  engine: Pick<Engine, 'access'> & Remembering,
  declarations: Declarations,
  target: Target,
  tags?: Tags,
): Promise<Verdict> {
  const known = declarations.effective(target, engine.access.reader.regionOf(target), tags);
  return known.kind === 'needs-region'
    ? declarations.effective(target, await located(engine, target), tags)
    : known;
}

/** The baseline that a verdict gives; nothing if there is none, or if several contradict each other. */
export function baselineOf({ log }: Pick<Engine, 'log'>, verdict: Verdict): EffectiveBaseline | undefined {
  if (verdict.kind === 'conflict')
    log.error('baselines contradict each other, so nothing is written', { ...verdict });
  return verdict.kind === 'effective' ? verdict.baseline : undefined;
}

/** Where the target is, or where it was when it was last there if it is not any more. */
async function located(
  { access, ledger }: Pick<Engine, 'access'> & Remembering,
  target: Target,
): Promise<string | undefined> {
  try {
    return await access.reader.locate(target);
  } catch (error) {
    const last = isGone(error) || isDenied(error) ? regionIn(await ledger.recall(target)) : undefined;
    if (last === undefined) throw error;
    return last;
  }
}
