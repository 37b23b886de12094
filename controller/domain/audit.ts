import type { Json } from './json.js';
import type { Target } from './target.js';
import type { Instant } from './time.js';

/** Schema of audit rows; rows of older versions stay readable for ever. */
export const auditSchema = 1;

/** One immutable row: what was seen, decided, sent or answered. */
export interface AuditEntry {
  readonly schema: typeof auditSchema;
  readonly target: Target;
  readonly aspect: string;
  /** Gap-free per target and aspect, from 1. */
  readonly seq: number;
  /** SHA-256 of the row before it; empty for the first. */
  readonly previous: string;
  readonly at: Instant;
  readonly incident: string;
  readonly kind: 'seen' | 'decided' | 'sent' | 'answered';
  readonly content: Json;
  readonly fence: number;
  readonly catalogue: string;
  readonly controller: string;
}

/** An entry before the ledger has given it its place. */
export type AuditDraft = Omit<AuditEntry, 'schema' | 'seq' | 'previous'>;
