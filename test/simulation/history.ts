import type { Step } from '../../controller/domain/plan.js';
import type { OutsideGrants } from '../../deploy/local/oracle/grants.js';
import type { FaultKind } from './fault-kinds.js';

/** The documents of a target as S3 stores them. */
export type Documents = ReadonlyMap<string, unknown>;

interface Base {
  /** Milliseconds since the history began. */
  readonly at: number;
}

/** A call that took effect in S3, by whomever. */
export interface Change extends Base {
  readonly kind: 'change';
  /** The process that wrote, or who else it was. */
  readonly by: string;
  readonly isOurs: boolean;
  readonly target: string;
  readonly operation: string;
  /** Which document it replaced; missing if the whole bucket came or went. */
  readonly document?: string;
  readonly documents: Documents;
  /** What outsiders may do since. */
  readonly grants: OutsideGrants;
  /** CloudTrail's id of it; missing where AWS changes something without an event. */
  readonly event?: string;
}

/** A step that a writer was given, before S3 has answered. */
export interface Sending extends Base {
  readonly kind: 'sending';
  readonly process: string;
  readonly target: string;
  readonly step: Step;
  readonly plan: string;
  readonly fence: number;
  readonly catalogue: string;
  /** Whether the audit tells of it at this moment. */
  readonly isInAudit: boolean;
  readonly owner: string | undefined;
}

export interface Read extends Base {
  readonly kind: 'read';
  readonly process: string;
  readonly target: string;
  readonly document: string;
  /** Name of the error if there was one. */
  readonly error?: string;
  /** S3 showed what was there before. */
  readonly isStale?: true;
  /** What outsiders could really do at that moment. */
  readonly grants: OutsideGrants;
}

export interface Leasing extends Base {
  readonly kind: 'lease';
  readonly process: string;
  readonly target: string;
  readonly what: 'asked' | 'granted' | 'released';
  readonly fence?: number;
}

/** A look began: it asks what is remembered. */
export interface Recall extends Base {
  readonly kind: 'recall';
  readonly process: string;
  readonly target: string;
}

/** A row of the ledger as it is since then. */
export interface RowKept extends Base {
  readonly kind: 'row';
  readonly process: string;
  readonly pk: string;
  readonly sk: string;
  readonly row: Readonly<Record<string, unknown>>;
}

export interface Mail extends Base {
  readonly kind: 'mail';
  readonly what: 'sent' | 'lost' | 'received' | 'deleted';
  readonly process?: string;
  readonly id: string;
  readonly body: string;
  /** Ids of incidents that were open when it was deleted, as `target aspect`. */
  readonly open?: ReadonlySet<string>;
  /** Ids of events that the ledger knew then. */
  readonly noted?: boolean;
}

export interface Fault extends Base {
  readonly kind: 'fault';
  readonly fault: FaultKind;
  readonly process?: string;
  readonly site?: string;
}

/** Something that only people who read the history need. */
export interface Note extends Base {
  readonly kind: 'note';
  readonly text: string;
  readonly process?: string;
}

export interface Told extends Base {
  readonly kind: 'told';
  readonly incident: string;
  readonly notification: string;
  readonly what: string;
}

export type Happening = Change | Sending | Read | Leasing | Recall | RowKept | Mail | Fault | Note | Told;
