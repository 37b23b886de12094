import type { Desired } from './observation.js';
import type { Mode } from './response.js';
import type { Target } from './target.js';

/** What a baseline says of one aspect of one target, variables filled in. */
export interface DesiredAspect {
  readonly desired: Desired;
  /** SHA-256 of the canonical desired value: the same digest means the same demand. */
  readonly digest: string;
  /** Whether a step that opens may be sent without a human. */
  readonly reopen: 'propose' | 'auto';
  /** `baselines/FILE.yaml:LINE` that gave the value. */
  readonly source: string;
}

/** What no waiver covers unless the baseline says so: that the world gets in. */
export const waivables = ['exposure'] as const;
export type Waivable = (typeof waivables)[number];

/** The baseline of one target after selection, layering and variables. Aspects that are not in it are unmanaged. */
export interface EffectiveBaseline {
  readonly target: Target;
  readonly name: string;
  /** Milder than or equal to the controller's own mode. */
  readonly mode: Mode;
  /** A bucket that was deleted is created again, empty and closed; never if missing. */
  readonly recreate?: 'hold-name';
  /** What waivers may cover beside the rest; nothing if missing. */
  readonly waivable?: readonly Waivable[];
  readonly environment?: string;
  readonly owner?: string;
  readonly contact?: string;
  readonly aspects: ReadonlyMap<string, DesiredAspect>;
}
