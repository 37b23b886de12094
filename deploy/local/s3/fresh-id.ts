import type { World } from '../world.js';

/** An id for a rule that came without one; from the world's seed, so that runs repeat. */
export function freshId(world: World): string {
  return Array.from({ length: 48 }, () => Math.floor(world.random() * 16).toString(16)).join('');
}
