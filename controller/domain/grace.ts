import type { Instant } from './time.js';

/**
 * A time in which what is wrong may be put right by whoever is at work on it: steps that close are sent at once, all
 * others wait. Nothing that exposes is ever softened by it.
 */
export interface Grace {
  readonly until: Instant;
  /** Goes on after "because": `the bucket is new and ...`. */
  readonly because: string;
  /** People are told at once, and no look of its own comes when it is over. */
  readonly tells?: true;
}
