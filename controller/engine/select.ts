import type { EffectiveBaseline } from '../domain/baseline.js';
import type { Target } from '../domain/target.js';
import type { Declarations, Engine } from './engine.js';

/**
 * The baseline of a target, or nothing if none is for it or several contradict each other. A baseline that speaks of
 * regions is asked with the region that S3 tells, never with the one that an event claims.
 */
export async function selected(
  { access, log }: Pick<Engine, 'access' | 'log'>,
  declarations: Declarations,
  target: Target,
): Promise<EffectiveBaseline | undefined> {
  const known = declarations.effective(target, access.reader.regionOf(target));
  const verdict =
    known.kind === 'needs-region'
      ? declarations.effective(target, await access.reader.locate(target))
      : known;
  if (verdict.kind === 'conflict')
    log.error('baselines contradict each other, so nothing is written', { ...verdict });
  return verdict.kind === 'effective' ? verdict.baseline : undefined;
}
