import { isDirectoryBucket, type Target } from '../domain/target.js';
import type { Aspect } from './kit/aspect.js';
import * as registry from './registry.js';

/** Every aspect that Snapback knows, sorted by name. */
export const aspects: readonly Aspect[] = Object.values(registry) as readonly Aspect[];

const byName: ReadonlyMap<string, Aspect> = new Map(aspects.map((aspect) => [aspect.name, aspect]));

/** The aspect of that name, or nothing. */
export const aspectNamed = (name: string): Aspect | undefined => byName.get(name);

/** Why a target has no such setting, so that nothing is asked about it; nothing if it has. */
export function whyWithout(name: string, target: Target): string | undefined {
  const aspect = aspectNamed(name);
  if (aspect === undefined || aspect.scope !== target.kind)
    return `${name} is no setting of a ${target.kind}`;
  const isMissing = isDirectoryBucket(target) && aspect.directory === undefined;
  return isMissing ? `a directory bucket has no ${name} to hold` : undefined;
}

/** Calls after which everything may be otherwise, whatever sub-resource they name. */
const sweeping: ReadonlySet<string> = new Set(['CreateBucket', 'DeleteBucket']);

/**
 * The aspects that a CloudTrail call may have changed, by its name or by the sub-resource among the members of its
 * `requestParameters`; empty if it may have changed any of them.
 */
export const aspectsOf = (call: string, members: readonly string[]): readonly string[] =>
  sweeping.has(call)
    ? []
    : aspects
        .filter(
          ({ events, marker }) => events.includes(call) || (marker !== undefined && members.includes(marker)),
        )
        .map(({ name }) => name);
