/** Bounds of the number of calls in flight. */
export interface LimiterBounds {
  /** For the whole account and region: at the start, at least, at most. */
  readonly start: number;
  readonly floor: number;
  readonly ceiling: number;
  /** For one bucket. */
  readonly perBucket: number;
}

export const defaultBounds: LimiterBounds = { start: 32, floor: 4, ceiling: 256, perBucket: 8 };

const spanMs = 1_000;
const bucketsToSlowDown = 3;

/**
 * How many calls may be in flight in one account and region: additive increase, multiplicative decrease. One
 * throttled bucket is that bucket's affair; several within a second mean that the account is throttled.
 */
export class CallWindow {
  readonly #bounds: LimiterBounds;
  readonly #throttledAt = new Map<string, number>();
  #size: number;
  #shrankAt = Number.NEGATIVE_INFINITY;

  constructor(bounds: LimiterBounds) {
    this.#bounds = bounds;
    this.#size = bounds.start;
  }

  get size(): number {
    return Math.floor(this.#size);
  }

  /** One call more per window of answers; a window that is not used proves nothing, so it does not grow. */
  answered(inFlight: number): void {
    if (inFlight >= this.#size / 2) this.#size = Math.min(this.#bounds.ceiling, this.#size + 1 / this.#size);
  }

  /** Half the calls, at most once a second. */
  throttled(bucket: string, now: number): void {
    this.#throttledAt.set(bucket, now);
    for (const [name, at] of this.#throttledAt) if (now - at > spanMs) this.#throttledAt.delete(name);
    if (this.#throttledAt.size < bucketsToSlowDown || now - this.#shrankAt < spanMs) return;
    this.#shrankAt = now;
    this.#size = Math.max(this.#bounds.floor, this.#size / 2);
  }
}
