import { aspectNamed } from '../../aspects/index.js';
import type { DesiredAspect } from '../../domain/baseline.js';
import type { Difference } from '../../domain/difference.js';
import { TerminalError } from '../../domain/errors.js';
import type { Json } from '../../domain/json.js';
import type { Desired } from '../../domain/observation.js';
import type { Target } from '../../domain/target.js';
import { canonicalFound, compare } from '../compare.js';

/** A longer line helps nobody. */
const longest = 1_500;

/**
 * What to write under `aspects:` of a baseline so that what was found is as declared, on one line of YAML. Nothing where
 * it cannot be declared, or not on one line that people would read.
 */
export function baselinePatch(
  { aspect, observed }: Pick<Difference, 'aspect' | 'observed'>,
  wanted: DesiredAspect | undefined,
  target: Target,
): string | undefined {
  const desired = candidates(aspect, observed, wanted, target).find((one) =>
    isClean(aspect, one, observed, target),
  );
  if (desired === undefined) return undefined;
  // JSON is YAML, and stays on its line whatever stands in it.
  const patch = `${aspect}: ${desired.kind === 'absent' ? 'absent' : JSON.stringify(desired.value)}`;
  return patch.length > longest ? undefined : patch;
}

function candidates(
  name: string,
  observed: Difference['observed'],
  wanted: DesiredAspect | undefined,
  target: Target,
): readonly Desired[] {
  const aspect = aspectNamed(name);
  if (aspect === undefined) return [];
  if (observed.kind === 'absent') return aspect.absence.declarable ? [{ kind: 'absent' }] : [];
  const own =
    wanted?.desired.kind === 'value' && aspect.owned !== undefined
      ? (aspect.owned(wanted.desired.value, observed.state) as Json)
      : observed.state;
  const found = canonicalFound(name, { kind: 'observed', state: own }, target);
  return [own, found].map((value) => ({ kind: 'value', value }));
}

function isClean(
  aspect: string,
  desired: Desired,
  observed: Difference['observed'],
  target: Target,
): boolean {
  try {
    return compare(aspect, desired, observed, target).length === 0;
  } catch (error) {
    if (error instanceof TerminalError) return false;
    throw error;
  }
}
