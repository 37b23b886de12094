import type { Outcome } from './response.js';

/** What would be done about one aspect. */
export interface AspectReplay {
  readonly aspect: string;
  /** As `auto-revert` would have it, if S3 carried out all that it was sent. */
  readonly outcome: Outcome;
  /** The remediation policy that decides; missing where nothing is decided. */
  readonly policy?: string;
  /** Calls that would be sent, and those that wait for a human. */
  readonly sent: readonly string[];
  readonly held: readonly string[];
}

/** What would be done about one target by one catalogue. */
export interface TargetReplay {
  /** As `targetKey` spells it, and as people do. */
  readonly target: string;
  readonly name: string;
  /** `null` where none is for it. */
  readonly baseline: string | null;
  readonly aspects: readonly AspectReplay[];
}
