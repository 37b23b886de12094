import type { HoldOf } from '../domain/hold.js';
import type { Engine, Scene } from './engine.js';
import { gracesOf } from './grace.js';

/** What each difference of a look waits for at this moment: a brake, which people hear of, before a grace. */
export function holdsOf(engine: Engine, scene: Scene): HoldOf {
  const graceOf = gracesOf(engine, scene);
  return (aspect) => scene.brakes?.(aspect) ?? graceOf(aspect);
}
