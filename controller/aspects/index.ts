import type { Aspect } from './kit/aspect.js';
import * as registry from './registry.js';

/** Every aspect that Snapback knows, in the order of the registry. */
export const aspects: readonly Aspect[] = Object.values(registry) as readonly Aspect[];

const byName: ReadonlyMap<string, Aspect> = new Map(aspects.map((aspect) => [aspect.name, aspect]));

/** The aspect of that name, or nothing. */
export const aspectNamed = (name: string): Aspect | undefined => byName.get(name);

/** The aspects that a CloudTrail call may have changed; nothing if no aspect names the call. */
export function aspectsOf(call: string): readonly string[] | undefined {
  const named = aspects.filter((aspect) => aspect.events.includes(call)).map((aspect) => aspect.name);
  return named.length === 0 ? undefined : named;
}
