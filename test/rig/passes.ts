import type { Rig } from './rig.js';
import { until } from './wait.js';

/** Waits until so many more scans of the fleet's account have begun. */
export async function untilScans({ aws }: Rig, more: number, withinMs = 20_000): Promise<void> {
  const begun = (): number => aws.world.calls.of('ListBuckets', 'role');
  const before = begun();
  await until(begun, (count) => count >= before + more, withinMs);
}

/** Whether a principal is the rig's controller: for faults that are to hit nobody else. */
export const isController = ({ name }: { readonly name: string }): boolean => name === 'snapback-controller';
