import { isBrokenConnection, isThrottle } from '../domain/failure.js';
import type { Clock, Random } from '../domain/ports.js';
import { CallWindow, defaultBounds, type LimiterBounds } from './call-window.js';

const firstPauseMs = 250;
const longestPauseMs = 8_000;
const forgetAfterMs = 60_000;
const sweepAbove = 1_000;

interface BucketState {
  readonly name: string;
  inFlight: number;
  /** Throttles and hangs since its last answer. */
  strikes: number;
  /** Not before this moment, in milliseconds. */
  notBefore: number;
}

/** A call that may go. */
interface Admission {
  readonly state: BucketState;
  /** Its bucket did not answer the last time. */
  readonly suspect: boolean;
}

interface Waiter {
  readonly state: BucketState;
  /** Without an admission its bucket has to pause first. */
  wake(admission?: Admission): void;
}

/**
 * Keeps the calls to one account in one region at a rate that S3 bears. A bucket that is throttled or hangs pauses by
 * itself, then has one call in flight until it answers; all such buckets together have at most half of the calls, so
 * they cannot hold up the others.
 */
export class Limiter {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #perBucket: number;
  readonly #window: CallWindow;
  readonly #buckets = new Map<string, BucketState>();
  readonly #waiting = new Set<Waiter>();
  #inFlight = 0;
  #suspects = 0;

  constructor(clock: Clock, random: Random, bounds: LimiterBounds = defaultBounds) {
    this.#clock = clock;
    this.#random = random;
    this.#perBucket = bounds.perBucket;
    this.#window = new CallWindow(bounds);
  }

  /** How many calls may be in flight now. */
  get window(): number {
    return this.#window.size;
  }

  /** Does the work when it is its turn and learns from how it ends. Rejects with the signal's reason if that comes first. */
  async run<T>(bucket: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const admission = await this.#enter(bucket, signal);
    try {
      const result = await work();
      this.#answered(admission.state);
      return result;
    } catch (error) {
      this.#failed(admission.state, error);
      throw error;
    } finally {
      this.#leave(admission);
    }
  }

  async #enter(bucket: string, signal: AbortSignal | undefined): Promise<Admission> {
    for (;;) {
      signal?.throwIfAborted();
      const state = this.#stateOf(bucket);
      const pause = state.notBefore - this.#now();
      if (pause > 0) {
        await this.#clock.sleep(pause, signal);
        continue;
      }
      const admission = this.#mayGo(state) ? this.#take(state) : await this.#wait(state, signal);
      if (admission !== undefined) return admission;
    }
  }

  #wait(state: BucketState, signal: AbortSignal | undefined): Promise<Admission | undefined> {
    return new Promise((resolve, reject) => {
      const giveUp = (): void => {
        this.#waiting.delete(waiter);
        reject(signal?.reason);
      };
      const wake = (admission?: Admission): void => {
        this.#waiting.delete(waiter);
        signal?.removeEventListener('abort', giveUp);
        resolve(admission);
      };
      const waiter: Waiter = { state, wake };
      signal?.addEventListener('abort', giveUp, { once: true });
      this.#waiting.add(waiter);
    });
  }

  #admitWaiting(): void {
    for (const waiter of this.#waiting) {
      if (this.#inFlight >= this.window) return;
      if (waiter.state.notBefore > this.#now()) waiter.wake();
      else if (this.#mayGo(waiter.state)) waiter.wake(this.#take(waiter.state));
    }
  }

  #mayGo(state: BucketState): boolean {
    if (this.#inFlight >= this.window) return false;
    if (state.strikes === 0) return state.inFlight < this.#perBucket;
    return state.inFlight === 0 && this.#suspects < this.window / 2;
  }

  #take(state: BucketState): Admission {
    const suspect = state.strikes > 0;
    this.#inFlight += 1;
    state.inFlight += 1;
    this.#suspects += suspect ? 1 : 0;
    return { state, suspect };
  }

  #leave({ state, suspect }: Admission): void {
    this.#inFlight -= 1;
    state.inFlight -= 1;
    this.#suspects -= suspect ? 1 : 0;
    this.#admitWaiting();
    if (this.#buckets.size > sweepAbove) this.#sweep();
  }

  #answered(state: BucketState): void {
    state.strikes = 0;
    this.#window.answered(this.#inFlight);
  }

  #failed(state: BucketState, error: unknown): void {
    const throttled = isThrottle(error);
    if (!throttled && !isBrokenConnection(error)) {
      // A refusal is an answer, too.
      this.#answered(state);
      return;
    }
    state.strikes += 1;
    const longest = Math.min(longestPauseMs, firstPauseMs * 2 ** (state.strikes - 1));
    state.notBefore = this.#now() + longest * (0.5 + this.#random() / 2);
    if (throttled) this.#window.throttled(state.name, this.#now());
  }

  #stateOf(name: string): BucketState {
    const known = this.#buckets.get(name);
    if (known !== undefined) return known;
    const fresh = { name, inFlight: 0, strikes: 0, notBefore: 0 };
    this.#buckets.set(name, fresh);
    return fresh;
  }

  #sweep(): void {
    const waited = new Set([...this.#waiting].map((waiter) => waiter.state));
    for (const [name, state] of this.#buckets) {
      const forgotten = state.strikes === 0 || this.#now() - state.notBefore > forgetAfterMs;
      if (forgotten && state.inFlight === 0 && !waited.has(state)) this.#buckets.delete(name);
    }
  }

  #now(): number {
    return this.#clock.now().getTime();
  }
}
