import type { EffectiveBaseline } from '../domain/baseline.js';
import type { Difference } from '../domain/difference.js';
import type { Ledger, LedgerQueries } from '../domain/ledger.js';
import type { Observation } from '../domain/observation.js';
import type { Access, ActorLookup, Clock, Log } from '../domain/ports.js';
import type { RemediationPolicy } from '../domain/remediation-policy.js';
import type { Actor } from '../domain/signal.js';
import type { Target } from '../domain/target.js';

/** What the catalogue says of a target. */
export type Selection =
  | { readonly kind: 'selected'; readonly baseline: EffectiveBaseline }
  | { readonly kind: 'unselected' }
  /** Baselines contradict each other here: nothing is written. */
  | { readonly kind: 'conflict'; readonly reason: string };

/** What the engine asks of the catalogue. */
export interface Declarations {
  /** Digest of all that is declared. */
  readonly generation: string;
  /** `locate` is asked only if a baseline speaks of regions: a region that an event claims selects nothing. */
  effective(target: Target, locate: () => Promise<string | undefined>): Promise<Selection>;
  policyFor(difference: Pick<Difference, 'aspect' | 'desired' | 'observed'>): RemediationPolicy;
}

/** A human's word, given with a command: applies what is only proposed otherwise. */
export interface Approval {
  /** Whether steps that open may be sent too. */
  readonly reopen: boolean;
}

/** What one look read, by aspect. */
export type Observations = ReadonlyMap<string, Observation>;

/** Everything that the verbs of the loop need from outside. */
export interface Engine {
  readonly access: Access;
  readonly ledger: Ledger & Pick<LedgerQueries, 'episodes'>;
  readonly declarations: () => Declarations;
  readonly clock: Clock;
  readonly log: Log;
  /** Who writes: name and version of this controller, for evidence. */
  readonly controller: string;
  /** Whether an actor is this controller itself: its own writes explain no incident. */
  readonly isSelf: (actor: Actor) => boolean;
  readonly lookup?: ActorLookup;
  readonly approval?: Approval;
  readonly timing: Timing;
}

/** Milliseconds. */
export interface Timing {
  /** How long a lease runs. */
  readonly lease: number;
  /** How long to wait before believing that a bucket is gone, or that an old state is really back. */
  readonly secondLook: number;
  /** Waits between the reads that verify a repair. */
  readonly verify: readonly number[];
  /** For how long after a repair S3 may still show the state before it. */
  readonly staleness: number;
}

export const defaultTiming: Timing = {
  lease: 30_000,
  secondLook: 2_000,
  verify: [0, 250, 1_000, 3_000, 8_000],
  staleness: 15 * 60_000,
};
