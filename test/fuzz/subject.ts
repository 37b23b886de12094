import type { Random } from '../../deploy/local/random.js';

/** Something that reads texts of strangers. */
export interface Subject {
  readonly name: string;
  /** A text from chance. */
  input(random: Random): string;
  /** Reads it. Throws if the reader breaks one of its promises, and then says which. */
  check(text: string): void | Promise<void>;
}

/** Throws, if it is not so. */
export function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(`broken promise: ${what}`);
}
