import type { Difference } from '../domain/difference.js';
import type { ReadFailure } from '../domain/observation.js';
import type { Escalation, Step } from '../domain/plan.js';
import type { Severity } from '../domain/response.js';
import type { Instant } from '../domain/time.js';

/** What one target's plan is, for people and machines. */
export interface PlanDocument {
  readonly target: string;
  readonly baseline: string;
  readonly differences: readonly (Pick<Difference, 'aspect' | 'fields' | 'cause'> & {
    readonly severity: Severity;
    readonly policy: string;
  })[];
  /** What is other than declared and may be, by a waiver. */
  readonly waived: readonly { readonly aspect: string; readonly waiver: string; readonly until: Instant }[];
  /** Steps that would be sent, in order. */
  readonly steps: readonly Step[];
  /** Steps that open, and are sent only with `--reopen`, or that lock for good, and are sent only with `--relock`. */
  readonly held: readonly Step[];
  readonly escalations: readonly Escalation[];
  readonly unreadable: readonly { readonly aspect: string; readonly error: ReadFailure }[];
  readonly digest: string;
}
