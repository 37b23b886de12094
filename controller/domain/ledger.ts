import type { AuditDraft, AuditEntry } from './audit.js';
import type { Tallies } from './brake.js';
import type { Incident } from './incident.js';
import type { Json } from './json.js';
import type { Leases } from './lease.js';
import type { ScanCursor } from './scan-cursor.js';
import type { Attempt, EventSignal } from './signal.js';
import type { Target } from './target.js';
import type { Instant } from './time.js';
import type { GrantedWaiver, WaiverLedger, WaiverQueries } from './waiver.js';

/** When an aspect was last seen as declared, and as which declaration. */
export interface Sighting {
  readonly at: Instant;
  /** Digest of the desired value that it equalled. */
  readonly desired: string;
}

/** What is remembered of a repair that closed first and must open again last. */
export interface Stage {
  /** The state before our first step. */
  readonly found: Json;
  /** The states in which our steps may have left it: what the one before left, and what the last one sent leaves. */
  readonly interims: readonly Json[];
}

/** The head row of (target, aspect). Changes only by compare-and-set on `version`. */
export interface Head {
  readonly version: number;
  /** Id of the open incident. */
  readonly open?: string;
  /** How many episodes there were, the open one included. */
  readonly episodes: number;
  /** Sequence number and hash of the last audit row. */
  readonly seq: number;
  readonly hash: string;
  readonly fence: number;
  /** Digest of the catalogue that last wrote. */
  readonly catalogue?: string;
  /** The last repair, and the digest of the state it replaced: S3 may show that once more. */
  readonly repaired?: { readonly at: Instant; readonly before: string };
  readonly stage?: Stage;
}

/** What a bucket was tagged with under the keys by which baselines select: a value, or `null` where it had no such tag. */
export type SelectingTags = Readonly<Record<string, string | null>>;

/** All that one look has to know of a target's past. */
export interface Memory {
  /** Since when the target is known; missing if it was never seen or listed. */
  readonly knownSince?: Instant;
  /** Digest of the catalogue that selected the bucket when it appeared while its account was under watch; missing for any other. */
  readonly born?: string;
  /** The tags by which the bucket came under its baseline; missing where no baseline asks for tags. */
  readonly tags?: SelectingTags;
  readonly sightings: ReadonlyMap<string, Sighting>;
  readonly heads: ReadonlyMap<string, Head>;
  /** The open incidents, by aspect. */
  readonly open: ReadonlyMap<string, Incident>;
  /** Good states, of the aspects that are judged by what was good. */
  readonly good?: ReadonlyMap<string, GoodState>;
  /** Every waiver that was granted for the target, expired ones too; missing if none was. */
  readonly waivers?: readonly GrantedWaiver[];
}

/** A remembered good state. */
export interface GoodState {
  readonly at: Instant;
  readonly state: Json;
}

/** What an incident starts with; the ledger gives id, episode and version. */
export type IncidentDraft = Omit<Incident, 'id' | 'version' | 'episode'>;

/** Fields that may change after it was opened; transitions and outbox are appended, and the severity only ever rises. */
export type IncidentChange = Partial<
  Pick<
    Incident,
    | 'status'
    | 'outcome'
    | 'response'
    | 'severity'
    | 'policy'
    | 'exposure'
    | 'case'
    | 'found'
    | 'fields'
    | 'occurred'
    | 'remediatedAt'
    | 'verifiedAt'
    | 'closedAt'
    | 'remediatedBy'
    | 'who'
    | 'looks'
    | 'proposal'
    | 'escalation'
  >
> & {
  readonly transition?: Incident['transitions'][number];
  readonly notification?: Incident['outbox'][number];
};

export interface IncidentQuery {
  readonly since?: Instant;
  readonly until?: Instant;
  readonly target?: Target;
  readonly aspect?: string;
  /** ARN of the actor, or of the role behind it. */
  readonly actor?: string;
  readonly status?: Incident['status'];
}

/** One line on the time line of a bucket or an actor. */
export interface TimelineEntry {
  readonly target: Target;
  readonly event: EventSignal;
  /** Present if S3 refused the call. */
  readonly errorCode?: string;
}

/** What the loop needs of the ledger. Every method is one or a few single-item writes; a crash between two of them is healed by calling again. */
export interface Ledger extends Leases, Tallies, WaiverLedger {
  /** Everything that is remembered of a target. */
  recall(target: Target): Promise<Memory>;
  /** Notes that the target exists, and under which catalogue it was born if it was. Keeps the first answer. */
  know(target: Target, at: Instant, born?: string): Promise<void>;
  /** Keeps the tags by which the bucket is selected from now on; false if others than `before` are kept by now. */
  noteTags(target: Target, tags: SelectingTags, before: SelectingTags | undefined): Promise<boolean>;
  /** Forgets since when the target is known, since it is gone: what appears there next is new. */
  forget(target: Target): Promise<void>;
  /** Notes that these aspects were seen as declared: aspect -> digest of the desired value. */
  sawGood(target: Target, at: Instant, aspects: ReadonlyMap<string, string>): Promise<void>;
  /** Keeps the good state of an aspect, whatever its size. */
  rememberGood(target: Target, aspect: string, good: GoodState): Promise<void>;
  goodState(target: Target, aspect: string): Promise<GoodState | undefined>;

  /** Opens an episode, or returns the incident that is open already (`opened: false`). */
  open(draft: IncidentDraft): Promise<{ readonly incident: Incident; readonly opened: boolean }>;
  /** Applies a change to the newest version of the incident and returns it. A change to `closed` also frees the head. */
  change(incident: Incident, change: IncidentChange): Promise<Incident>;
  /**
   * Changes the head's memory of repairs; `null` forgets. Under a fence that is lower than the head's nothing is changed
   * (LeaseLost): another holder has been at work since.
   */
  markHead(
    target: Target,
    aspect: string,
    mark: {
      readonly repaired?: Head['repaired'];
      readonly stage?: Stage | null;
      readonly catalogue?: string;
      readonly fence?: number;
    },
  ): Promise<void>;
  /** Appends an audit row: gap-free, chained, never changed. */
  record(draft: AuditDraft): Promise<AuditEntry>;

  /** Gives the event to the incident unless another incident of the target has it; true if this incident has it now. */
  explain(incident: Incident, event: EventSignal): Promise<boolean>;
  /** Puts an event on the time lines of its bucket and its actor, once however often it is delivered. */
  noteEvent(target: Target, event: EventSignal): Promise<void>;
  noteAttempt(attempt: Attempt): Promise<void>;

  /** Where a scan of an account stands; survives restarts. */
  scanCursor(account: string): Promise<ScanCursor | undefined>;
  saveScanCursor(account: string, cursor: ScanCursor): Promise<void>;

  /** Incidents with undelivered notifications. */
  undelivered(): AsyncIterable<Incident>;
  delivered(incident: Incident, notification: string): Promise<void>;
}

/** What reports read. */
export interface LedgerQueries extends WaiverQueries {
  incidents(query: IncidentQuery): AsyncIterable<Incident>;
  incident(id: string): Promise<Incident | undefined>;
  /** The incidents of one aspect of one target, newest first. */
  episodes(target: Target, aspect: string): AsyncIterable<Incident>;
  audit(target: Target, aspect: string): AsyncIterable<AuditEntry>;
  /** Events and attempts of a bucket, or of an actor, between two moments. */
  timeline(
    of: { readonly target: Target } | { readonly actor: string },
    from: Instant,
    to: Instant,
  ): AsyncIterable<TimelineEntry>;
}
