import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Incident } from '../../controller/domain/incident.js';
import { drifts } from '../rig/drifts.js';
import { createFleet, dataBaseline, namesOf } from '../rig/fleet.js';
import { type Rig, startRig } from '../rig/rig.js';
import { until } from '../rig/wait.js';
import { wrongWith } from '../rig/wrong.js';

let rig: Rig;
const names = namesOf(drifts.length);

beforeAll(async () => {
  rig = await startRig(dataBaseline);
  await createFleet(rig.intruder.s3, names);
  await rig.onboard();
});
afterAll(() => rig.stop());

test('onboarding brings every bucket to its baseline', async () => {
  for (const name of names) expect(await wrongWith(rig.intruder.s3, name)).toEqual([]);
});

test('every kind of drift is healed and explained by its event', async () => {
  await rig.start({ scanEvery: '1h' });
  const planted = await Promise.all(
    drifts.map(async (drift, index) => {
      const bucket = names[index] ?? '';
      const { $metadata } = await drift.send(rig.intruder.s3, bucket);
      return { bucket, drift, requestId: $metadata.requestId };
    }),
  );
  for (const { bucket } of planted) {
    await until(
      () => wrongWith(rig.intruder.s3, bucket),
      (wrong) => wrong.length === 0,
      15_000,
    );
  }
  const ledger = (await rig.tools()).ledger();
  const incidents: Incident[] = [];
  await until(
    async () => {
      incidents.length = 0;
      for await (const one of ledger.incidents({})) incidents.push(one);
      return incidents
        .filter(({ status }) => status === 'open')
        .map(({ aspect, outcome }) => `${aspect} ${outcome}`);
    },
    (open) => open.length === 0,
    10_000,
  );
  for (const { bucket, drift, requestId } of planted) {
    const event = rig.aws.world.events.find(({ requestID }) => requestID === requestId)?.eventID ?? 'none';
    const homes = incidents.filter(({ explains }) => explains.includes(event));
    expect(
      homes.map(({ aspect, target, outcome }) => ({
        aspect,
        outcome,
        bucket: 'name' in target && target.name,
      })),
    ).toEqual([{ aspect: drift.aspect, outcome: 'reverted', bucket }]);
  }
  expect(rig.aws.world.oracle.violations).toEqual([]);
});
