import { afterAll, beforeAll, expect, test } from 'vitest';
import { incidentsOf, untilIncidents } from '../rig/book.js';
import { drifts } from '../rig/drifts.js';
import { enrol } from '../rig/enrol.js';
import { dataBaseline, namesOf } from '../rig/fleet.js';
import { untilScans } from '../rig/passes.js';
import { isAccounted, plantAll, untilHealed } from '../rig/plant.js';
import { type Rig, startRig } from '../rig/rig.js';

const names = namesOf(drifts.length);
let rig: Rig;

beforeAll(async () => {
  rig = await startRig(dataBaseline);
  await enrol(rig, names);
});
afterAll(() => rig.stop());

test('the controller hears its own writes and does nothing about them', async () => {
  const { world } = rig.aws;
  await rig.start();
  const planted = await plantAll(rig, names);
  await untilHealed(rig, names);
  await untilIncidents(rig, isAccounted(planted));
  const written = world.calls.mutationsByController.length;
  const told = await incidentsOf(rig);
  expect(written).toBeGreaterThanOrEqual(planted.length);
  // Their events were really delivered: each has a record by the controller itself.
  const own = world.events.filter(({ userIdentity }) => String(userIdentity['arn']).includes('snapback'));
  expect(own).toHaveLength(written);

  // The second re-check is due two seconds after the first, which is one after the event: three scans are later.
  await untilScans(rig, 3);
  expect(world.calls.mutationsByController.length).toBe(written);
  const standing = await incidentsOf(rig);
  expect(standing.map(({ id, outcome }) => [id, outcome])).toEqual(
    told.map(({ id, outcome }) => [id, outcome]),
  );
  const ownIds = new Set(own.map(({ eventID }) => eventID));
  expect(standing.flatMap(({ explains }) => explains).filter((id) => ownIds.has(id))).toEqual([]);
  expect(world.oracle.violations).toEqual([]);
});
