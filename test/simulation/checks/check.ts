import type { Played } from '../play.js';

/** One invariant over a whole history. */
export interface Check {
  /** What always holds. */
  readonly name: string;
  /** Where it did not hold, in words, with the time in milliseconds. */
  find(played: Played): readonly string[];
}
