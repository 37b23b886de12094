import { expect, test } from 'vitest';
import type { Incident } from '../../controller/domain/incident.js';
import { bucketOf, type Sent, sentTo, untilIncidents } from '../rig/book.js';
import { drifts } from '../rig/drifts.js';
import { enrol } from '../rig/enrol.js';
import { dataBaseline, namesOf } from '../rig/fleet.js';
import { untilScans } from '../rig/passes.js';
import { plantAll, untilHealed } from '../rig/plant.js';
import { type Rig, startRig } from '../rig/rig.js';
import { wrongWith } from '../rig/wrong.js';

const names = namesOf(drifts.length);
const aspects = [...new Set([...drifts.map(({ aspect }) => aspect), 'acl'])];

/** The same script under a mode: onboarded by a person, every kind of drift, then what `then` looks at. */
async function played<Found>(
  mode: string,
  then: (rig: Rig, before: number, onboarded: ReadonlyMap<string, number>) => Promise<Found>,
): Promise<Found> {
  const rig = await startRig(dataBaseline, { seed: 11 });
  try {
    await enrol(rig, names);
    const before = rig.aws.world.calls.mutationsByController.length;
    const onboarded = new Map<string, number>();
    for (const name of names) onboarded.set(name, (await sentTo(rig, name, aspects)).length);
    await plantAll(rig, names);
    await rig.start({ mode });
    return await then(rig, before, onboarded);
  } finally {
    await rig.stop();
  }
}

test('dry-run sends nothing, and proposes just what auto-revert sends', async () => {
  const proposed = await played('dry-run', async (rig, before) => {
    const { world } = rig.aws;
    const isProposed = ({ outcome }: Incident): boolean => outcome === 'proposed';
    const incidents = await untilIncidents(
      rig,
      (found) => found.length >= drifts.length && found.every(isProposed),
    );
    await untilScans(rig, 2);
    expect(world.calls.mutationsByController.slice(before)).toEqual([]);
    for (const [place, name] of names.entries())
      expect(await wrongWith(rig.intruder.s3, name)).toContain(drifts[place]?.aspect);
    expect(incidents.map(({ mode }) => mode)).toEqual(names.map(() => 'dry-run'));
    return new Map(incidents.map((one) => [bucketOf(one), one.proposal?.steps.map(asSent)]));
  });
  const sent = await played('auto-revert', async (rig, before, onboarded) => {
    await untilHealed(rig, names);
    await untilIncidents(rig, (found) => found.every(({ status }) => status === 'closed'));
    const steps = new Map<string, readonly Sent[]>();
    for (const name of names) steps.set(name, (await sentTo(rig, name, aspects)).slice(onboarded.get(name)));
    const { mutationsByController } = rig.aws.world.calls;
    expect([...steps.values()].flat()).toHaveLength(mutationsByController.length - before);
    expect(rig.aws.world.oracle.violations).toEqual([]);
    return steps;
  });
  expect(proposed.size).toBe(drifts.length);
  expect(proposed).toEqual(sent);
}, 60_000);

const asSent = ({ operation, input }: Sent): Sent => ({ operation, input });
