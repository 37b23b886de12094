const firstPauseMs = 250;
const longestPauseMs = 8_000;
const forgetAfterMs = 60_000;
const strikesToGiveUp = 3;

/** How one bucket answers, and so how soon and by how many calls at once it may be asked. Times in milliseconds. */
export class BucketPace {
  inFlight = 0;
  #strikes = 0;
  #rounds = 0;
  readonly #unanswered = new Set<string>();
  #notBefore = Number.NEGATIVE_INFINITY;

  /**
   * How often in a row it had no answer for whoever began after the time before: calls that are under way together can
   * all fail of one stall, and say so once.
   */
  get round(): number {
    return this.#rounds;
  }

  /** It was throttled or hung the last time. */
  get isSuspect(): boolean {
    return this.#strikes > 0;
  }

  /**
   * Whether so many calls in a row had no answer that one that waits need not find out for itself: calls of its own
   * sort, or of several sorts, since one setting that cannot be read must not hide the others.
   */
  isSilentFor(call: string): boolean {
    if (this.#strikes < strikesToGiveUp) return false;
    return this.#unanswered.size > 1 || this.#unanswered.has(call);
  }

  /** How long it still has to be left alone; not above zero if it has not. */
  pauseMs(now: number): number {
    return this.#notBefore - now;
  }

  answered(): void {
    this.#strikes = 0;
    this.#rounds = 0;
    this.#unanswered.clear();
  }

  /**
   * A call that began in that round had no answer. The pause is longer with every round; `share` in [0, 1) spreads those
   * who start again. True if this is news: whoever began earlier than the last failure only tells of it once more.
   */
  struck(call: string, round: number, now: number, share: number): boolean {
    this.#strikes += 1;
    this.#unanswered.add(call);
    if (round !== this.#rounds) return false;
    this.#rounds += 1;
    const longest = Math.min(longestPauseMs, firstPauseMs * 2 ** (this.#rounds - 1));
    this.#notBefore = now + longest * (0.5 + share / 2);
    return true;
  }

  /** Nothing is lost if this is thrown away. */
  isIdle(now: number): boolean {
    return this.inFlight === 0 && (!this.isSuspect || now - this.#notBefore > forgetAfterMs);
  }
}
