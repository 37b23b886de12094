import type { Clock, Log } from '../domain/ports.js';
import { within } from './deadline.js';
import { errorFields } from './failure-log.js';

/** Something to be done after a look that nobody waits for; true when it is done. */
export type Errand = () => Promise<boolean>;

/** More than this are not kept: the oldest make room. */
const most = 10_000;

const paceMs = 500;

/** How long one try may take, in milliseconds. */
const longestTryMs = 60_000;

/**
 * Runs errands one after the other, each again at growing intervals until it is done or has had all its tries. What
 * is not done when the process ends is lost, so nothing that must happen may be an errand.
 */
export class Errands {
  readonly #clock: Clock;
  readonly #log: Log;
  /** Milliseconds from the moment an errand is given to each of its tries. */
  readonly #tries: readonly number[];
  #waiting: { readonly errand: Errand; readonly given: number; tried: number }[] = [];

  constructor({ clock, log }: { readonly clock: Clock; readonly log: Log }, tries: readonly number[]) {
    this.#clock = clock;
    this.#log = log;
    this.#tries = tries;
  }

  add(errand: Errand): void {
    this.#waiting.push({ errand, given: this.#now(), tried: 0 });
    if (this.#waiting.length > most) this.#waiting.shift();
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      for (const one of [...this.#waiting]) {
        if (signal.aborted) return;
        if (this.#now() < one.given + (this.#tries[one.tried] ?? 0)) continue;
        one.tried += 1;
        const done = await this.#try(one.errand, signal);
        if (done || one.tried >= this.#tries.length)
          this.#waiting = this.#waiting.filter((other) => other !== one);
      }
      await this.#clock.sleep(paceMs, signal).catch(() => {});
    }
  }

  async #try(errand: Errand, signal: AbortSignal): Promise<boolean> {
    try {
      return await within(this.#clock, longestTryMs, errand(), signal);
    } catch (error) {
      if (!signal.aborted) this.#log.warn('errand failed', errorFields(error));
      return false;
    }
  }

  #now(): number {
    return this.#clock.now().getTime();
  }
}
