import type { Json, JsonObject } from './json.js';
import type { ReadFailure } from './observation.js';
import type { Instant } from './time.js';

/** Schema of saved states; those of older versions stay readable. */
export const savedSchema = 1;

/** One read of one target and its answer, as the SDK gave it. */
export interface SavedRead {
  readonly service: 's3' | 's3control';
  /** SDK command without its suffix. */
  readonly operation: string;
  /** What the call said beside whose target it is. */
  readonly input: JsonObject;
  readonly output?: Json;
  /** Names of the XML elements of the reply; without them nothing is known that the SDK may have dropped. */
  readonly elements?: readonly string[];
  readonly error?: ReadFailure;
}

/** All that a replay has to know of one target: what every read of it answered. */
export interface SavedState {
  readonly schema: typeof savedSchema;
  readonly kind: 'state';
  /** As `targetKey` spells it. */
  readonly target: string;
  readonly at: Instant;
  readonly region?: string;
  readonly reads: readonly SavedRead[];
}
