import type { Catalogue } from '../catalog/catalogue.js';
import type { Attack } from '../domain/actor-rule.js';
import type { EffectiveBaseline } from '../domain/baseline.js';
import type { BrakeSettings } from '../domain/brake.js';
import type { Brake } from '../domain/hold.js';
import type { Ledger, LedgerQueries, Memory } from '../domain/ledger.js';
import type { Observation } from '../domain/observation.js';
import type { Access, ActorLookup, Clock, Log } from '../domain/ports.js';
import type { Actor, EventSignal, Look } from '../domain/signal.js';
import type { AccountTarget } from '../domain/target.js';
import type { Instant } from '../domain/time.js';

/** What the engine asks of the catalogue. */
export type Declarations = Pick<Catalogue, 'generation' | 'effective' | 'policyFor'> &
  Partial<Pick<Catalogue, 'actorRules' | 'actorRuleFor' | 'sequences' | 'waiversFor'>>;

/** A human's word, given with a command: applies what is only proposed otherwise. */
export interface Approval {
  /** Whether steps that open may be sent too. */
  readonly reopen: boolean;
  /** Whether steps that nobody can take back may be sent too. */
  readonly relock?: boolean;
  /** Whether the tags that are there now choose the baseline, also where it asks for less. */
  readonly reselect?: boolean;
  /** The one plan that was approved, and the aspects that it is for. Everything else is left alone, and so are these if the plan is another by now. */
  readonly only?: { readonly aspects: ReadonlySet<string>; readonly digest: string };
  /** Who says so, as STS names the caller, and why: for the audit. */
  readonly by?: { readonly caller: string; readonly reason: string };
}

/** What one look read, by aspect. */
export type Observations = ReadonlyMap<string, Observation>;

/** Everything that the verbs of the loop need from outside. */
export interface Engine {
  readonly access: Access;
  readonly ledger: Ledger & Pick<LedgerQueries, 'episodes' | 'incident' | 'incidents' | 'timeline'>;
  readonly declarations: () => Declarations;
  readonly clock: Clock;
  readonly log: Log;
  /** Who writes: name and version of this controller, for evidence. */
  readonly controller: string;
  /** Whether an actor is this controller itself: its own writes explain no incident. */
  readonly isSelf: (actor: Actor) => boolean;
  readonly lookup?: ActorLookup;
  /** Takes what may be done after a look, and need not be. */
  readonly later?: (errand: () => Promise<boolean>) => void;
  readonly approval?: Approval;
  readonly timing: Timing;
  readonly brakes: BrakeSettings;
  /** The enrolled accounts, whose buckets may refer to each other. */
  readonly accounts?: readonly AccountTarget[];
}

/** What one turn of a look is about: the target, why it is looked at, what is declared and what is remembered. */
export interface Scene {
  readonly look: Look;
  readonly baseline: EffectiveBaseline;
  readonly declarations: Declarations;
  readonly memory: Memory;
  /** The target was never seen before this look. */
  readonly isNew: boolean;
  /** Where the target was last seen, or where an event says it is. */
  readonly region?: string;
  /** Every event that is known since the last good look, where an actor rule asks for it. */
  readonly history?: readonly EventSignal[];
  /** The attack that what this look found is part of. */
  readonly attack?: Attack;
  /** A brake of the account that is on. */
  readonly brake?: Brake;
  /** The fights over what differs, by aspect. */
  readonly fights?: ReadonlyMap<string, Fight>;
  /** Aborted when the look is given up: nothing more is sent then. */
  readonly signal?: AbortSignal;
}

/** Somebody undoes our repairs of an aspect again and again. */
export interface Fight {
  /** Until when the next repair waits; may be over. */
  readonly until: Instant;
  /** Who it is, with which tool, how often, and what a human can do. */
  readonly runbook: string;
}

/** Milliseconds. */
export interface Timing {
  /** How long a lease runs. */
  readonly lease: number;
  /** How long one request of a write may take: with less of the lease left none is begun. */
  readonly request: number;
  /** How long to wait before believing that a bucket is gone, or that an old state is really back. */
  readonly secondLook: number;
  /** Waits between the reads that verify a repair. */
  readonly verify: readonly number[];
  /** For how long after a repair S3 may still show the state before it. */
  readonly staleness: number;
  /** How long what closes nothing waits on a bucket that is new. */
  readonly grace: number;
  /** How far apart two looks have to be that find the same state good, before it is remembered as good. */
  readonly probation: number;
}

export const defaultTiming: Timing = {
  lease: 30_000,
  request: 7_000,
  secondLook: 2_000,
  verify: [0, 250, 1_000, 3_000, 8_000],
  staleness: 15 * 60_000,
  grace: 60_000,
  probation: 60 * 60_000,
};
