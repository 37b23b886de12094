import type { HoldOf } from '../domain/hold.js';
import { instant } from '../domain/time.js';
import { brakeOf } from './brakes/tug-of-war.js';
import type { Engine, Scene } from './engine.js';
import { gracesOf } from './grace.js';

/**
 * What each difference of a look waits for at this moment: for a brake, of which people hear, before a grace; and for the
 * end of a fight over it, which has more to say, before a brake of the account. A person who approves waits for no fight.
 */
export function holdsOf(engine: Engine, scene: Scene): HoldOf {
  const graceOf = gracesOf(engine, scene);
  const now = instant(engine.clock.now());
  const fightOf = (aspect: string) => {
    const fight = engine.approval === undefined ? scene.fights?.get(aspect) : undefined;
    return fight === undefined ? undefined : brakeOf(fight, now);
  };
  return (aspect) => fightOf(aspect) ?? scene.brake ?? graceOf(aspect);
}
