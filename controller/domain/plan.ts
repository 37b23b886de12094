import type { Difference } from './difference.js';
import type { JsonObject } from './json.js';
import type { Desired } from './observation.js';
import type { Target } from './target.js';

/** What a step does to the target, in the order in which steps are sent. */
export const effects = ['close', 'protect', 'restore', 'observe', 'open'] as const;
export type Effect = (typeof effects)[number];

/** One S3 call not yet made, as plain JSON. */
export interface Step {
  /** Unique within the plan. */
  readonly id: string;
  readonly aspect: string;
  readonly service: 's3' | 's3control';
  /** SDK command without its suffix: `PutPublicAccessBlock`. */
  readonly operation: string;
  readonly input: JsonObject;
  readonly effect: Effect;
  /** Steps of the same plan that must have been verified before. A step that opens waits for all. */
  readonly after?: readonly string[];
  /**
   * Aspects that must be as declared, by a read after everything before it, for an opening step to be sent; or as they
   * were found, if putting them waits for leave.
   */
  readonly confirms?: readonly string[];
  /** What a fresh read of the aspect must equal after this step; the baseline's value if missing. */
  readonly leaves?: Desired;
  /** Locks objects harder or longer than was found, which nobody can take back: proposed at most, until a human allows it. */
  readonly relocks?: true;
  /** An opening step that only takes back what an earlier step of this plan closed: never more open than what was found. */
  readonly lifts?: true;
}

/** What an aspect answers when no call can help. */
export interface Escalation {
  readonly kind: 'escalate';
  readonly aspect: string;
  /** What a human has to do, in full sentences. */
  readonly runbook: string;
}

/** The ordered steps for one target, all its differences together. */
export interface Plan {
  readonly target: Target;
  readonly differences: readonly Difference[];
  readonly steps: readonly Step[];
  readonly escalations: readonly Escalation[];
  /** SHA-256 over target and steps: the same digest means the same calls. */
  readonly digest: string;
}

declare const approved: unique symbol;

/** A plan that every voice allowed. Writers take nothing else, so dry-run is a type and not an `if`. */
export interface ApprovedPlan extends Plan {
  readonly [approved]: true;
  /** Digest of the catalogue that wanted it. */
  readonly catalogue: string;
  /** Fence of the lease under which it is sent. */
  readonly fence: number;
}

/** The only way to an approved plan; for `engine/decide.ts` alone. */
export const approve = (plan: Plan, catalogue: string, fence: number): ApprovedPlan =>
  ({ ...plan, catalogue, fence }) as ApprovedPlan;
