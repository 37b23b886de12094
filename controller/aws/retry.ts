import { isTransient } from '../domain/failure.js';
import type { Clock, Random } from '../domain/ports.js';
import { mayHaveHappened, wasNotCarriedOut } from './failures.js';

/** How long and how often a call is tried. */
export interface RetryRule {
  readonly attempts: number;
  /** Milliseconds for all attempts and the pauses between them, from when the first attempt has its turn. */
  readonly budgetMs: number;
  /** Whether the call may be sent again after this failure; `failures` has all failures so far, this one included. */
  again(error: unknown, failures: readonly unknown[]): boolean;
}

/** Reads change nothing, so whatever may pass is tried again. */
export const readRule: RetryRule = { attempts: 3, budgetMs: 8_000, again: (error) => isTransient(error) };

/**
 * Writes that S3 refused before doing anything are sent again; the SDK itself gives up on OperationAborted at once.
 * A write whose answer was lost is sent again at most once, and only if sending it twice is the same as sending it once:
 * whoever sent it reads again anyway.
 */
export const writeRule = (idempotent: boolean): RetryRule => ({
  attempts: 5,
  budgetMs: 20_000,
  again: (error, failures) =>
    wasNotCarriedOut(error) ||
    (idempotent && mayHaveHappened(error) && failures.filter(mayHaveHappened).length === 1),
});

/** Runs a piece of work when it is its turn; rejects without running it if there will be none. */
export type Turn = <T>(work: () => Promise<T>) => Promise<T>;

const firstPauseMs = 200;
const longestPauseMs = 4_000;

/** Full jitter: anywhere between nothing and a bound that doubles with every failure. */
const pauseMs = (failures: number, random: Random): number =>
  random() * Math.min(longestPauseMs, firstPauseMs * 2 ** failures);

const tooLate = (budgetMs: number, cause: unknown): Error =>
  Object.assign(new Error(`no answer within ${budgetMs} ms`, { cause }), { name: 'TimeoutError' });

/** Aborts the attempt after so many milliseconds, whatever it hangs on. Rejects with a TimeoutError then. */
async function within<T>(clock: Clock, ms: number, attempt: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const late = new AbortController();
  const settled = new AbortController();
  const timer = clock.sleep(ms, settled.signal).then(
    () => late.abort(),
    () => undefined,
  );
  try {
    return await attempt(late.signal);
  } catch (error) {
    throw late.signal.aborted ? tooLate(ms, error) : error;
  } finally {
    settled.abort();
    await timer;
  }
}

/** Tries until it works or the rule says no. Rejects with the last failure. */
export async function retry<T>(
  rule: RetryRule,
  ports: { readonly clock: Clock; readonly random: Random },
  turn: Turn,
  attempt: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { clock, random } = ports;
  const now = (): number => clock.now().getTime();
  const failures: unknown[] = [];
  let ends: number | undefined;
  for (;;) {
    let sent = false;
    try {
      return await turn(() => {
        ends ??= now() + rule.budgetMs;
        if (ends <= now()) return Promise.reject(failures.at(-1));
        sent = true;
        return within(clock, ends - now(), attempt);
      });
    } catch (error) {
      failures.push(error);
      const pause = pauseMs(failures.length, random);
      const isOver = !sent || failures.length >= rule.attempts || now() + pause >= (ends ?? 0);
      if (isOver || !rule.again(error, failures)) throw error;
      await clock.sleep(pause);
    }
  }
}
