import { CreateBucketCommand } from '@aws-sdk/client-s3';
import type { BusKnobs } from '../../deploy/local/bus.js';
import { createFleet } from './fleet.js';
import type { Rig } from './rig.js';

/**
 * A fleet at its baseline in little time: the controller brings the first bucket there, the others get what that one
 * then has, and the controller finds them as declared. No event tells of any of it; from then on the bus is as given.
 */
export async function enrol(rig: Rig, names: readonly string[], bus: BusKnobs = {}): Promise<void> {
  const { world } = rig.aws;
  const [first = '', ...others] = names;
  world.bus.turn({ drop: 1 });
  await createFleet(rig.intruder.s3, [first]);
  await rig.onboard();
  for (const Bucket of others) {
    await rig.intruder.s3.send(new CreateBucketCommand({ Bucket }));
    const documents = world.buckets.get(Bucket)?.documents;
    for (const [key, document] of world.buckets.get(first)?.documents ?? [])
      documents?.set(key, JSON.parse(JSON.stringify(document).replaceAll(first, Bucket)));
  }
  if (others.length > 0) await rig.onboard();
  world.bus.turn(bus);
}
