import type { BrakeName } from './brake.js';
import type { Instant } from './time.js';

/**
 * A time in which what is wrong may be put right by whoever is at work on it: steps that close are sent at once, all
 * others wait. Nothing that exposes is ever softened by it.
 */
export interface Grace {
  readonly kind: 'grace';
  readonly until: Instant;
  /** Goes on after "because": `the bucket is new and ...`. */
  readonly because: string;
  /** People are told at once, and no look of its own comes when it is over. */
  readonly tells?: true;
}

/** A brake that is on: steps that close are sent at once, all others wait until a repairer that may go wrong is trusted again. */
export interface Brake {
  readonly kind: 'brake';
  readonly brake: BrakeName;
  /** When it may be over by itself; missing where only a human ends it. */
  readonly until?: Instant;
  /** Goes on after "because". */
  readonly because: string;
  /** What a human can do about this one difference, in full sentences; missing where the account's own incident says it. */
  readonly runbook?: string;
}

/** Why a repair that is allowed is not sent now. What closes never waits for either. */
export type Hold = Grace | Brake;

/** What a difference waits for now, if for anything. */
export type HoldOf = (aspect: string) => Hold | undefined;
