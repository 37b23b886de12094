import type { Incident, Proposal } from './incident.js';
import type { Plan, Step } from './plan.js';
import type { Outcome } from './response.js';

/** What became of an approval. Only `sent` has written anything to S3. */
export type Approved =
  | { readonly kind: 'unheld' }
  | { readonly kind: 'gone'; readonly evidence: string }
  | { readonly kind: 'unreadable'; readonly aspect: string; readonly why: string }
  /** All is as declared by now. */
  | { readonly kind: 'healed' }
  /** A fresh look proposes something else, which is kept as the new proposal. */
  | { readonly kind: 'changed'; readonly changes: readonly ChangedProposal[] }
  /** The plan cannot be cut: these aspects have to be approved together with it. */
  | { readonly kind: 'together'; readonly aspects: readonly string[] }
  /** It opens, or nobody can take it back, and that was not said. */
  | { readonly kind: 'leave'; readonly opening: readonly Step[]; readonly locking: readonly Step[] }
  /** What would be sent, where the mode forbids it. */
  | { readonly kind: 'planned'; readonly plan: Plan }
  | { readonly kind: 'sent'; readonly plan: Plan; readonly outcomes: ReadonlyMap<string, Outcome> };

/** What an incident proposed, and what it proposes now; missing where no call is to be made. */
export interface ChangedProposal {
  readonly incident: Incident;
  readonly before: Proposal | undefined;
  readonly now: Proposal | undefined;
}
