import type { Target } from './target.js';
import type { Instant } from './time.js';

/** An exemption: one aspect of one target may be in one state, other than declared, until a moment. */
export interface Waiver {
  /** Unique per target; a granted one's holds a colon, which no file's does. */
  readonly id: string;
  readonly target: Target;
  readonly aspect: string;
  /** SHA-256 of the canonical form of the state that may be. Any other is drift. */
  readonly state: string;
  readonly reason: string;
  readonly owner: string;
  /** From this moment on it covers nothing. */
  readonly expires: Instant;
  /** `baselines/FILE.yaml:LINE`, or the incident for which it was granted. */
  readonly source: string;
}

/** A short waiver that a person granted for what an incident had found; it is kept in the ledger. */
export interface GrantedWaiver extends Waiver {
  readonly grantedAt: Instant;
  /** Id of the incident. */
  readonly incident: string;
}

/** What a waiver was good for. A look that a crash cuts short may be counted twice. */
export interface WaiverUse {
  /** How many looks found the state that it covers. */
  readonly looks: number;
  /** How many open incidents ended by it. */
  readonly incidents: number;
  readonly first: Instant;
  readonly last: Instant;
}

/** What the ledger does for waivers. Every method is one write. */
export interface WaiverLedger {
  /** Keeps a granted waiver; it replaces an earlier one for the same state. */
  waive(waiver: GrantedWaiver): Promise<void>;
  /** Counts a look that found what a waiver covers, and whether that ended an incident. */
  noteWaived(target: Target, waiver: string, at: Instant, endsIncident: boolean): Promise<void>;
}

/** What lists of waivers read. */
export interface WaiverQueries {
  /** All waivers that were granted and expire after a moment, the one that expires first before the others. */
  granted(after: Instant): AsyncIterable<GrantedWaiver>;
  /** Nothing if no look has found what it covers. */
  waiverUse(target: Target, waiver: string): Promise<WaiverUse | undefined>;
}
