import type { JsonObject } from '../../domain/json.js';
import type { Desired } from '../../domain/observation.js';
import type { Effect, Step } from '../../domain/plan.js';
import type { Target } from '../../domain/target.js';
import { onBucket } from './calls.js';

/**
 * The one call that puts a bucket's document over what is there, or takes it away where that is what must be.
 * Never both: between a delete and a put the bucket would be without it.
 */
export const replace = (
  target: Target,
  aspect: string,
  verb: 'put' | 'delete',
  effect: Effect,
  leaves: Desired,
  operation: string,
  input: JsonObject = {},
): Step => ({
  id: `${aspect}.${verb}`,
  aspect,
  service: 's3',
  operation,
  input: { ...onBucket(target), ...input },
  effect,
  leaves,
});
