import type { EventSignal } from './signal.js';
import type { AccountTarget } from './target.js';

/** What Snapback itself rests on: how it hears of changes, where it remembers them, and as whom it acts. */
export const ownResources = ['ownTrail', 'ownRule', 'ownQueue', 'ownTable', 'ownRole'] as const;
export type OwnResource = (typeof ownResources)[number];

/** A call that changed something that Snapback rests on, as CloudTrail claims it. Only ever told to people. */
export interface Tampering {
  /** The account that the resource is in. */
  readonly target: AccountTarget;
  readonly what: OwnResource;
  readonly arn: string;
  readonly event: EventSignal;
}
