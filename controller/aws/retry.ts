import { isTransient } from '../domain/failure.js';
import type { Clock, Random } from '../domain/ports.js';
import { unlessAborted } from '../domain/unless-aborted.js';
import { mayHaveHappened, wasNotCarriedOut } from './failures.js';

/** How long and how often a call is tried. */
export interface RetryRule {
  readonly attempts: number;
  /** The time for all attempts and the pauses between them, from when the first has its turn: so many request time-outs. */
  readonly timeouts: number;
  /** Whether the call may be sent again after this failure; `failures` has all failures so far, this one included. */
  again(error: unknown, failures: readonly unknown[]): boolean;
}

/** Reads change nothing, so whatever may pass is tried again; after one that hangs there is time for one that is answered. */
export const readRule: RetryRule = { attempts: 3, timeouts: 1.6, again: (error) => isTransient(error) };

/**
 * Writes that S3 refused before doing anything are sent again; the SDK itself gives up on OperationAborted at once.
 * A write whose answer was lost is sent again at most once, and only if sending it twice is the same as sending it once:
 * whoever sent it reads again anyway.
 */
export const writeRule = (idempotent: boolean): RetryRule => ({
  attempts: 5,
  timeouts: 4,
  again: (error, failures) =>
    wasNotCarriedOut(error) ||
    (idempotent && mayHaveHappened(error) && failures.filter(mayHaveHappened).length === 1),
});

/** Runs a piece of work when it is its turn; rejects without running it if there will be none, or if the signal comes first. */
export type Turn = <T>(work: () => Promise<T>, signal: AbortSignal) => Promise<T>;

/** What trying again takes from outside. */
export interface RetryPorts {
  readonly clock: Clock;
  readonly random: Random;
  /** How long one attempt may wait for an answer, in milliseconds. */
  readonly requestMs: number;
}

const firstPauseMs = 200;
const longestPauseMs = 4_000;

/** Full jitter: anywhere between nothing and a bound that doubles with every failure. */
const pauseMs = (failures: number, random: Random): number =>
  random() * Math.min(longestPauseMs, firstPauseMs * 2 ** failures);

const tooLate = (budgetMs: number, cause: unknown): Error =>
  Object.assign(new Error(`no answer within ${budgetMs} ms`, { cause }), { name: 'TimeoutError' });

/**
 * Tries until it works or the rule says no, and not a moment longer than the rule gives it, whatever the attempt hangs
 * on: it is told to stop then, and not waited for. Rejects with the last failure, or with the signal's reason.
 */
export async function retry<T>(
  rule: RetryRule,
  { clock, random, requestMs }: RetryPorts,
  turn: Turn,
  attempt: (signal: AbortSignal) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const now = (): number => clock.now().getTime();
  const budgetMs = rule.timeouts * requestMs;
  const failures: unknown[] = [];
  const spent = new AbortController();
  const over = new AbortController();
  const stop = signal === undefined ? spent.signal : AbortSignal.any([spent.signal, signal]);
  let ends: number | undefined;
  const begin = (): void => {
    if (ends !== undefined) return;
    ends = now() + budgetMs;
    clock.sleep(budgetMs, over.signal).then(
      () => spent.abort(tooLate(budgetMs, failures.at(-1))),
      () => {},
    );
  };
  try {
    for (;;) {
      let sent = false;
      try {
        return await turn(async () => {
          stop.throwIfAborted();
          begin();
          sent = true;
          return unlessAborted(attempt(stop), stop);
        }, stop);
      } catch (error) {
        if (!sent) throw failures.at(-1) ?? error;
        failures.push(error);
        const pause = pauseMs(failures.length, random);
        const isOver = stop.aborted || failures.length >= rule.attempts || now() + pause >= (ends ?? 0);
        if (isOver || !rule.again(error, failures)) throw error;
        await clock.sleep(pause, stop);
      }
    }
  } finally {
    over.abort();
  }
}
