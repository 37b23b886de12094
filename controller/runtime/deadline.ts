import type { Clock } from '../domain/ports.js';
import { unlessAborted } from '../domain/unless-aborted.js';

/** The work was not done in time. It may still be going on. */
export class LateError extends Error {
  override readonly name = 'LateError';
}

/** What the work gives, unless it takes longer than so many milliseconds (LateError) or the signal ends the waiting (its reason). */
export async function within<T>(clock: Clock, ms: number, work: Promise<T>, signal: AbortSignal): Promise<T> {
  const timer = new AbortController();
  const late = clock.sleep(ms, timer.signal).then((): never => {
    throw new LateError(`Not done after ${ms} ms.`);
  });
  try {
    return await unlessAborted(Promise.race([work, late]), signal);
  } finally {
    timer.abort();
    late.catch(() => {});
  }
}
