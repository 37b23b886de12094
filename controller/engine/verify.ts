import type { Desired } from '../domain/observation.js';
import { compare } from './compare.js';
import type { Engine, Scene } from './engine.js';
import { observe } from './observe.js';

/**
 * Reads an aspect afresh until it equals what it should, with growing pauses, since S3 may show the old state for a
 * while after a write. False if it never did.
 */
export async function verify(
  engine: Engine,
  { baseline: { target }, region, signal }: Pick<Scene, 'baseline' | 'region' | 'signal'>,
  aspect: string,
  should: Desired,
): Promise<boolean> {
  for (const pause of engine.timing.verify) {
    if (pause > 0) await engine.clock.sleep(pause, signal);
    const now = (await observe(engine, target, [aspect], region)).get(aspect);
    if (now?.kind !== 'observed' && now?.kind !== 'absent') continue;
    if (compare(aspect, should, now, target).length === 0) return true;
  }
  return false;
}
