import type { Clock, Random } from '../domain/ports.js';

/** Ends a contest that nobody should lose so often: the caller may begin again. */
class ContestError extends Error {
  override readonly name = 'ContestError';
}

const attempts = 60;
const longestWaitMs = 250;

/**
 * Tries until the attempt gives something, waiting longer each time and at random, so that those who lost a
 * compare-and-set against each other do not meet again. Rejects with ContestError after 60 attempts.
 */
export async function contest<T>(
  { clock, random }: { readonly clock: Clock; readonly random: Random },
  what: string,
  attempt: () => Promise<T | undefined>,
): Promise<T> {
  for (let lost = 0; lost < attempts; lost += 1) {
    if (lost > 0) await clock.sleep(random() * Math.min(longestWaitMs, 2 ** lost));
    const won = await attempt();
    if (won !== undefined) return won;
  }
  throw new ContestError(`${what}: lost against others ${attempts} times`);
}
