import type { Json } from './json.js';
import type { Desired, Observation } from './observation.js';

/** One field that is not as declared. A side that is missing has nothing there. */
export interface FieldChange {
  /** Where, in S3's member names: `Rules[id=expire].Expiration.Days`; empty for the whole document. */
  readonly path: string;
  readonly desired?: Json;
  readonly actual?: Json;
}

/**
 * Why desired and live disagree: `drift`, this desired value was verified here before (or the bucket was born
 * under our eyes); `rollout`, the desired value is new; `onboarding`, the aspect was never verified here.
 */
export type Cause = 'drift' | 'rollout' | 'onboarding';

/** Desired and live disagree in one aspect. */
export interface Difference {
  readonly aspect: string;
  readonly desired: Desired;
  readonly observed: Extract<Observation, { kind: 'observed' | 'absent' }>;
  readonly fields: readonly FieldChange[];
  readonly cause: Cause;
}
