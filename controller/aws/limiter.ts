import { isBrokenConnection, isThrottle } from '../domain/failure.js';
import type { Clock, Random } from '../domain/ports.js';
import { BucketPace } from './bucket-pace.js';
import { CallWindow, defaultBounds, type LimiterBounds } from './call-window.js';

const sweepAbove = 1_000;

/** A call that may go. */
interface Admission {
  readonly pace: BucketPace;
  /** Its bucket did not answer the last time. */
  readonly suspect: boolean;
  /** The bucket's round in which it goes. */
  readonly round: number;
}

interface Waiter {
  readonly pace: BucketPace;
  /** What it waits to call. */
  readonly call: string;
  /** Waits for the end of its bucket's pause, and for nobody's leaving. */
  readonly pauses: boolean;
  /** Without an admission its bucket has to pause first. */
  wake(admission?: Admission): void;
  fail(error: unknown): void;
}

/**
 * Keeps the calls to one account in one region at a rate that S3 bears. A bucket that is throttled or hangs pauses by
 * itself, then has one call in flight until it answers; all such buckets together have at most half of the calls, so
 * they cannot hold up the others. Once a bucket was silent three times in a row, a failure is the answer for all who
 * wait for it, or, where only one sort of call had no answer, for those who wait to make that one.
 */
export class Limiter {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #perBucket: number;
  readonly #window: CallWindow;
  readonly #paces = new Map<string, BucketPace>();
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

  /**
   * Does the work when it is its turn and learns from how it ends. Without doing it, rejects with the signal's reason
   * if that comes first, or with the failure of another call for a bucket that is silent.
   */
  async run<T>(bucket: string, call: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const admission = await this.#enter(bucket, call, signal);
    const isGivenUp = (): boolean => signal?.aborted === true;
    if (isGivenUp()) {
      this.#leave(admission);
      throw signal?.reason;
    }
    try {
      const result = await work();
      this.#answered(admission.pace);
      return result;
    } catch (error) {
      if (isThrottle(error) || isBrokenConnection(error)) this.#failed(bucket, call, admission, error);
      // A refusal is an answer, too; what was given up has none.
      else if (!isGivenUp()) this.#answered(admission.pace);
      throw error;
    } finally {
      this.#leave(admission);
    }
  }

  async #enter(bucket: string, call: string, signal: AbortSignal | undefined): Promise<Admission> {
    for (;;) {
      signal?.throwIfAborted();
      const pace = this.#paceOf(bucket);
      const pause = pace.pauseMs(this.#now());
      if (pause <= 0 && this.#mayGo(pace)) return this.#take(pace);
      const admission = await this.#wait(pace, call, pause, signal);
      if (admission !== undefined) return admission;
    }
  }

  /** Waits for a turn, or for the end of the pause if there is one. */
  #wait(
    pace: BucketPace,
    call: string,
    pauseMs: number,
    signal: AbortSignal | undefined,
  ): Promise<Admission | undefined> {
    return new Promise((resolve, reject) => {
      const left = new AbortController();
      const leave = (): void => {
        this.#waiting.delete(waiter);
        signal?.removeEventListener('abort', giveUp);
        left.abort();
      };
      const fail = (error: unknown): void => {
        leave();
        reject(error);
      };
      const wake = (admission?: Admission): void => {
        leave();
        resolve(admission);
      };
      const giveUp = (): void => fail(signal?.reason);
      const waiter: Waiter = { pace, call, pauses: pauseMs > 0, wake, fail };
      signal?.addEventListener('abort', giveUp, { once: true });
      this.#waiting.add(waiter);
      if (waiter.pauses)
        this.#clock.sleep(pauseMs, left.signal).then(
          () => wake(),
          () => {},
        );
    });
  }

  #admitWaiting(): void {
    for (const waiter of this.#waiting) {
      if (this.#inFlight >= this.window) return;
      if (waiter.pauses) continue;
      if (waiter.pace.pauseMs(this.#now()) > 0) waiter.wake();
      else if (this.#mayGo(waiter.pace)) waiter.wake(this.#take(waiter.pace));
    }
  }

  #mayGo(pace: BucketPace): boolean {
    if (this.#inFlight >= this.window) return false;
    if (!pace.isSuspect) return pace.inFlight < this.#perBucket;
    return pace.inFlight === 0 && this.#suspects < this.window / 2;
  }

  #take(pace: BucketPace): Admission {
    const suspect = pace.isSuspect;
    this.#inFlight += 1;
    pace.inFlight += 1;
    this.#suspects += suspect ? 1 : 0;
    return { pace, suspect, round: pace.round };
  }

  #leave({ pace, suspect }: Admission): void {
    this.#inFlight -= 1;
    pace.inFlight -= 1;
    this.#suspects -= suspect ? 1 : 0;
    this.#admitWaiting();
    if (this.#paces.size > sweepAbove) this.#sweep();
  }

  #answered(pace: BucketPace): void {
    pace.answered();
    this.#window.answered(this.#inFlight);
  }

  #failed(bucket: string, call: string, { pace, round }: Admission, error: unknown): void {
    const isNews = pace.struck(call, round, this.#now(), this.#random());
    if (isThrottle(error)) this.#window.throttled(bucket, this.#now());
    // Those who wait let one of them find out whether it was only a stall.
    if (!isNews) return;
    for (const waiter of this.#waiting)
      if (waiter.pace === pace && pace.isSilentFor(waiter.call)) waiter.fail(error);
  }

  #paceOf(bucket: string): BucketPace {
    const known = this.#paces.get(bucket);
    if (known !== undefined) return known;
    const fresh = new BucketPace();
    this.#paces.set(bucket, fresh);
    return fresh;
  }

  #sweep(): void {
    const waited = new Set([...this.#waiting].map(({ pace }) => pace));
    for (const [bucket, pace] of this.#paces)
      if (pace.isIdle(this.#now()) && !waited.has(pace)) this.#paces.delete(bucket);
  }

  #now(): number {
    return this.#clock.now().getTime();
  }
}
