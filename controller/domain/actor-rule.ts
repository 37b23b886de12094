import type { Incident } from './incident.js';
import type { Actor } from './signal.js';

/** What is done about a harmless difference that only such actors are said to have made, until the next scan. */
export interface ActorRule {
  readonly id: string;
  /** Patterns of role ARNs; empty if the role does not matter. */
  readonly roles: readonly string[];
  /** Services such as `cloudformation.amazonaws.com`; empty if it does not matter through which a call came. */
  readonly invokedBy: readonly string[];
  /** The aspects that it is for; all if missing. */
  readonly aspects?: readonly string[];
  /** `grace`: wait, look again and repair what is still wrong. `alert`: tell people, and leave the repair to the next scan. */
  readonly answer: 'grace' | 'alert';
  readonly why: string;
  /** `policies/_actors.yaml:LINE`, for evidence. */
  readonly source: string;
}

/** Different things wrong by one actor that are one attack when they come together. */
export interface AttackSequence {
  readonly id: string;
  readonly title: string;
  /** Ids of the remediation policies whose incidents count. */
  readonly policies: readonly string[];
  /** How many different aspects make a case. */
  readonly aspects: number;
  readonly withinMinutes: number;
  readonly why: string;
  readonly source: string;
}

/** The name by which two calls are known to be one actor's: the role behind a session, or the identity itself. */
export const actorName = ({ role, arn }: Actor): string | undefined => role ?? arn;

/** Different things wrong by one actor, near each other in time. */
export interface Attack {
  readonly sequence: AttackSequence;
  readonly actor: string;
  /** The incidents that were there before this look. */
  readonly earlier: readonly Incident[];
  /** The aspects of this look's target that belong to it. */
  readonly aspects: ReadonlySet<string>;
}
