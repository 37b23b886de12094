import { aspectNamed } from '../aspects/index.js';
import type { Aspect, Settled } from '../aspects/kit/aspect.js';
import type { FieldChange } from '../domain/difference.js';
import { TerminalError } from '../domain/errors.js';
import type { Json } from '../domain/json.js';
import type { Desired } from '../domain/observation.js';
import type { Target } from '../domain/target.js';
import { fieldsBetween } from './fields.js';

/** Where a live aspect is not as desired, field by field; empty if it is. */
export function compare(
  name: string,
  desired: Desired,
  actual: Settled,
  target: Target,
): readonly FieldChange[] {
  const aspect = aspectNamed(name);
  if (aspect === undefined) throw new TerminalError(`There is no aspect ${name}`);
  const live = liveState(aspect, actual);
  if (desired.kind === 'absent') {
    return fieldsBetween(canonical(aspect, aspect.absence.means, target), canonical(aspect, live, target));
  }
  const part = live === undefined || aspect.owned === undefined ? live : aspect.owned(desired.value, live);
  return fieldsBetween(canonical(aspect, desired.value, target), canonical(aspect, part, target));
}

/** The canonical form of what was found: equal forms mean that nothing changed in between. */
export function canonicalFound(name: string, actual: Settled, target: Target): Json {
  const aspect = aspectNamed(name);
  if (aspect === undefined) throw new TerminalError(`There is no aspect ${name}`);
  return canonical(aspect, actual.kind === 'observed' ? actual.state : undefined, target) ?? null;
}

const liveState = (aspect: Aspect, actual: Settled): unknown =>
  actual.kind === 'observed' ? actual.state : aspect.absence.means;

const canonical = (aspect: Aspect, state: unknown, target: Target): Json | undefined =>
  state === undefined ? undefined : aspect.canonical(state, target);
