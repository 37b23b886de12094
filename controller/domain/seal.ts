import type { Chain, ChainPoint } from './audit-trail.js';
import type { Instant } from './time.js';

/** What a seal says of a chain. */
export interface SealedChain extends Chain, ChainPoint {
  /** The last row that was deleted on purpose, after it had been exported: the chain begins behind it. */
  readonly cut?: ChainPoint;
}

/** A signed statement of where chains ended at a moment. It names those that moved since the seal before it. */
export interface Seal {
  /** Gap-free, from 1. */
  readonly number: number;
  /** SHA-256 of the whole text of the seal before it; empty for the first. */
  readonly previous: string;
  readonly at: Instant;
  /** Name of the table that it is about. */
  readonly table: string;
  readonly chains: readonly SealedChain[];
}

/** Where seals are kept: not the table. What is there is never changed. */
export interface SealPlace {
  /** Numbers of the seals that are there, in order. */
  numbers(): Promise<readonly number[]>;
  /** Rejects if it is not there. */
  read(number: number): Promise<string>;
  /** Durable when it resolves; false if there is one with this number already. */
  put(number: number, text: string): Promise<boolean>;
}

/** Signs with a key that the table does not have. */
export interface Signer {
  /** SHA-256 of the public key (SPKI, DER). */
  readonly key: string;
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/** Checks signatures against the public keys that somebody trusts. */
export interface Verifier {
  /** False also for a key that is not trusted. */
  verify(key: string, message: Uint8Array, signature: Uint8Array): boolean;
}
