import type { Clock } from '../domain/ports.js';

/** Lets calls pass one at a time, at least so many milliseconds apart, in the order in which they come. */
export class Pace {
  readonly #clock: Clock;
  readonly #gapMs: number;
  #next = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, gapMs: number) {
    this.#clock = clock;
    this.#gapMs = gapMs;
  }

  /** Resolves when it is the caller's turn. */
  async turn(): Promise<void> {
    const now = this.#clock.now().getTime();
    const at = Math.max(now, this.#next);
    this.#next = at + this.#gapMs;
    if (at > now) await this.#clock.sleep(at - now);
  }
}
