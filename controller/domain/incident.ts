import type { Cause, FieldChange } from './difference.js';
import type { Exposure } from './exposure.js';
import type { Json } from './json.js';
import type { Desired, Observation } from './observation.js';
import type { Escalation, Step } from './plan.js';
import type { RemediationPolicy } from './remediation-policy.js';
import type { Mode, Outcome, Response, Severity } from './response.js';
import type { Actor, Channel } from './signal.js';
import type { Target } from './target.js';
import type { Instant } from './time.js';

/** When it happened: CloudTrail's time, the interval between two looks, or unknown; never a made-up moment. */
export type Occurred =
  | { readonly kind: 'at'; readonly at: Instant }
  | { readonly kind: 'between'; readonly from: Instant; readonly to: Instant }
  | { readonly kind: 'unknown' };

/** Who did it, and how sure that is. */
export type Attribution =
  | {
      readonly kind: 'known';
      readonly actor: Actor;
      readonly call: string;
      readonly event: string;
      /** When the event says that it was, to the second. */
      readonly at?: Instant;
      readonly confirmed: boolean;
    }
  | { readonly kind: 'unknown'; readonly reason: string };

/** One change of an incident's life. */
export interface Transition {
  readonly at: Instant;
  readonly outcome: Outcome | 'detected' | 'remediating';
  readonly note: string;
}

/** A message to people that must go out at least once. */
export interface Notification {
  readonly id: string;
  readonly kind: 'opened' | 'closed' | 'escalated' | 'linked';
  readonly at: Instant;
}

/** What was or would be sent, as decided. */
export interface Proposal {
  readonly digest: string;
  readonly steps: readonly Step[];
}

/** One episode of one aspect of one target being other than declared, unreadable, gone, or held to nothing. */
export interface Incident {
  readonly id: string;
  /** Grows with each write; changes are made by compare-and-set. */
  readonly version: number;
  readonly target: Target;
  readonly region?: string;
  readonly aspect: string;
  /** Which episode of this aspect of this target it is, from 1. */
  readonly episode: number;
  readonly finding: 'difference' | 'unreadable' | 'gone' | 'taken' | 'unmanaged' | 'tampering' | 'braked';
  readonly status: 'open' | 'closed';
  readonly outcome: Outcome;
  /** Mode under which it was opened; an incident opened in dry-run is never averaged. */
  readonly mode: Mode;
  readonly cause: Cause;
  readonly severity: Severity;
  readonly response: Response;
  readonly policy: Pick<RemediationPolicy, 'id' | 'why' | 'techniques' | 'source'> &
    Partial<Pick<RemediationPolicy, 'title' | 'tactic' | 'controls' | 'runbook'>>;
  /** The attack that it is part of, with others. */
  readonly case?: { readonly id: string; readonly sequence: string; readonly title: string };
  readonly baseline: { readonly name: string; readonly source: string };
  readonly environment?: string;
  readonly owner?: string;
  readonly contact?: string;
  readonly desired: Desired;
  readonly found: Observation<Json>;
  readonly fields: readonly FieldChange[];
  /** Whom the bucket let in when it was last looked at while open; missing if nothing that decides it was read. */
  readonly exposure?: Exposure;
  readonly occurred: Occurred;
  /** When the aspect was last seen as declared before; no event from before that is to blame. */
  readonly lastGood?: Instant;
  readonly detectedAt: Instant;
  readonly channel: Channel;
  readonly remediatedAt?: Instant;
  readonly verifiedAt?: Instant;
  readonly closedAt?: Instant;
  /** Controller, version and S3 request ids of the repair. */
  readonly remediatedBy?: { readonly controller: string; readonly requestIds: readonly string[] };
  readonly who: Attribution;
  /** Ids of the CloudTrail events that this incident accounts for. */
  readonly explains: readonly string[];
  /** How often it was seen again while open. */
  readonly looks: number;
  readonly proposal?: Proposal;
  readonly escalation?: Escalation;
  readonly transitions: readonly Transition[];
  /** Not yet delivered. */
  readonly outbox: readonly Notification[];
}
