import { expect, test } from 'vitest';
import type { BusKnobs } from '../../deploy/local/bus.js';
import { bucketOf, untilIncidents } from '../rig/book.js';
import { drifts } from '../rig/drifts.js';
import { enrol } from '../rig/enrol.js';
import { dataBaseline, namesOf } from '../rig/fleet.js';
import { driftNamed, isAccounted, plant, plantAll, untilHealed } from '../rig/plant.js';
import { startRig } from '../rig/rig.js';

const names = namesOf(drifts.length);

/** Twice the same story: every drift once, and on the first bucket a second one on the same aspect. */
async function story(bus: BusKnobs) {
  const rig = await startRig(dataBaseline, { seed: 7 });
  try {
    await enrol(rig, names, bus);
    // Before the controller starts, so that it finds the same whatever order messages come in.
    const all = await plantAll(rig, names);
    const second = await plant(rig, names[0] ?? '', driftNamed('weakens the public access block'));
    const planted = [...all, second];
    await rig.start();
    await untilHealed(rig, names);
    await rig.aws.world.bus.settled();
    const incidents = await untilIncidents(rig, isAccounted(planted));
    for (const { bucket, aspect, record } of planted) {
      const homes = incidents.filter(({ explains }) => explains.includes(record.eventID));
      expect(homes.map((home) => [bucketOf(home), home.aspect])).toEqual([[bucket, aspect]]);
    }
    expect(rig.aws.world.oracle.violations).toEqual([]);
    const accounting = incidents.map(({ aspect, episode, outcome, cause, explains, ...one }) => ({
      bucket: bucketOf({ aspect, episode, outcome, cause, explains, ...one }),
      aspect,
      outcome,
      cause,
      who: one.who.kind,
      explained: explains.length,
    }));
    return { accounting, counts: rig.aws.world.bus.counts };
  } finally {
    await rig.stop();
  }
}

test('messages that come twice, late and in any order change neither the end nor the accounting', async () => {
  const tidy = await story({});
  const messy = await story({ duplicate: 1, shuffle: 8, delayMs: { min: 0, max: 1_500 } });
  expect(tidy.counts.duplicated).toBe(0);
  expect(messy.counts.duplicated).toBeGreaterThanOrEqual(drifts.length + 1);
  expect(tidy.accounting).toHaveLength(drifts.length);
  expect(messy.accounting).toEqual(tidy.accounting);
}, 60_000);
