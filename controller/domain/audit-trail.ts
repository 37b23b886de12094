import type { AuditEntry } from './audit.js';
import type { Instant } from './time.js';

/** The audit rows of one aspect of one target. Both are texts as the table has them, since somebody else may have put them there. */
export interface Chain {
  /** As `targetKey` spells it. */
  readonly target: string;
  readonly aspect: string;
}

/** A place in a chain: the number of a row, and its hash. */
export interface ChainPoint {
  readonly seq: number;
  readonly hash: string;
}

/** A row as it lies in the ledger, whoever put it there. */
export interface FoundRow {
  /** What stands in the sort key after the aspect. */
  readonly at: string;
  /** The number in the sort key; missing where the ledger would never have written such a key. */
  readonly seq?: number;
  /** Missing where the row cannot be read as what was written. */
  readonly entry?: AuditEntry;
  /** SHA-256 of the entry as it is now; empty without one. */
  readonly hash: string;
  /** What in the row itself cannot be as it was written: its content, or the place where it lies. */
  readonly damage?: { readonly kind: 'altered' | 'moved'; readonly what: string };
}

/** The audit of all targets as the table has it, for whoever checks, seals, exports or shortens it. */
export interface AuditTrail {
  /** Every chain of which the table has a row or a head. Reads the whole table. */
  chains(): AsyncIterable<Chain>;
  /** The chains of all incidents detected on the day of this moment or later; may name one twice. */
  chainsSince(at: Instant): AsyncIterable<Chain>;
  /** Where the head row says that the chain ends; nothing if there is no head row. */
  head(chain: Chain): Promise<ChainPoint | undefined>;
  /** The rows from a number on, in the order of their keys. */
  rows(chain: Chain, from: number): AsyncIterable<FoundRow>;
  /** The hash that a row with this entry has. */
  hashOf(entry: AuditEntry): string;
  /** Deletes a row, if it still is the one with this hash. */
  remove(chain: Chain, point: ChainPoint): Promise<void>;
  /** The newest seal that the table was told of: its number, and the SHA-256 of its text. */
  newestSeal(): Promise<ChainPoint | undefined>;
  noteSeal(seal: ChainPoint): Promise<void>;
}
