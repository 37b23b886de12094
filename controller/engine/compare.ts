import { aspectNamed } from '../aspects/index.js';
import type { Aspect, Settled } from '../aspects/kit/aspect.js';
import { digest } from '../aspects/kit/digest.js';
import type { FieldChange } from '../domain/difference.js';
import { TerminalError } from '../domain/errors.js';
import type { Json } from '../domain/json.js';
import type { Desired } from '../domain/observation.js';
import type { Target } from '../domain/target.js';
import { fieldsBetween } from './fields.js';

/** Where a live aspect is not as desired, field by field; empty if it is. `good`: its remembered good state. */
export function compare(
  name: string,
  desired: Desired,
  actual: Settled,
  target: Target,
  good?: Json,
): readonly FieldChange[] {
  const aspect = aspectNamed(name);
  if (aspect === undefined) throw new TerminalError(`There is no aspect ${name}`);
  const live = liveState(aspect, actual);
  if (desired.kind === 'absent') {
    return fieldsBetween(canonical(aspect, aspect.absence.means, target), canonical(aspect, live, target));
  }
  const part = partOf(aspect, desired.value, live, target, good);
  return fieldsBetween(canonical(aspect, desired.value, target), canonical(aspect, part, target));
}

/** What a desired value speaks about of the live one. */
function partOf(aspect: Aspect, desired: Json, live: unknown, target: Target, good: unknown): unknown {
  if (aspect.judged !== undefined) return aspect.judged(desired, live, target, good);
  return live === undefined || aspect.owned === undefined ? live : aspect.owned(desired, live);
}

/** The canonical form of what was found: equal forms mean that nothing changed in between. */
export function canonicalFound(name: string, actual: Settled, target: Target): Json {
  const aspect = aspectNamed(name);
  if (aspect === undefined) throw new TerminalError(`There is no aspect ${name}`);
  return canonical(aspect, actual.kind === 'observed' ? actual.state : undefined, target) ?? null;
}

/** SHA-256 (hex) of that form: the identity of a state that was found. */
export const foundDigest = (name: string, actual: Settled, target: Target): string =>
  digest(canonicalFound(name, actual, target));

const liveState = (aspect: Aspect, actual: Settled): unknown =>
  actual.kind === 'observed' ? actual.state : aspect.absence.means;

const canonical = (aspect: Aspect, state: unknown, target: Target): Json | undefined =>
  state === undefined ? undefined : aspect.canonical(state, target);
