import { PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ActiveFault } from '../../deploy/local/faults.js';
import type { Fault } from '../../deploy/local/world.js';
import { bucketOf, untilIncidents } from '../rig/book.js';
import { siteBaseline } from '../rig/fleet.js';
import { isController, untilScans } from '../rig/passes.js';
import { type Rig, startRig } from '../rig/rig.js';
import { until } from '../rig/wait.js';
import { createSites, declaredPolicy, hostilePolicy, siteNow } from '../rig/website.js';

/** Every way in which the staged repair of a site can be cut: at each of its four calls, before or after the effect. */
const cuts = [1, 2, 3, 4].flatMap((call) =>
  (['hanging', 'replyLost'] as const).map((kind) => ({
    call,
    kind,
    name: `www-${call}-${kind.toLowerCase()}`,
  })),
);
const names = cuts.map(({ name }) => name);
const blind = 'www-blind';
const held = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'];
const staged = ['BlockPublicAcls', 'IgnorePublicAcls', 'RestrictPublicBuckets'];
let rig: Rig;

beforeAll(async () => {
  rig = await startRig(siteBaseline, { around: { SNAPBACK_REQUEST_TIMEOUT: '1s' } });
  await createSites(rig, [...names, blind]);
});
afterAll(() => rig.stop());

/** The controller's writes to a bucket fail from this one on. */
function cut({ aws }: Rig, bucket: string, call: number, fault: Fault): ActiveFault {
  let writes = 0;
  return aws.world.faults.add({
    fault,
    bucket,
    operation: (name) => /^(?:Put|Delete)/.test(name),
    principal: ({ name }) => {
      if (name !== 'snapback-controller') return false;
      writes += 1;
      return writes >= call;
    },
  });
}

test('a controller that ends between any two stages leaves no door open, and its successor ends the repair', async () => {
  const { world } = rig.aws;
  const faults = cuts.map(({ call, kind, name }) => cut(rig, name, call, { kind }));
  const first = await rig.start({ scanEvery: '1h' });
  const begins = new Map(names.map((name) => [name, world.oracle.history(name).length]));
  for (const Bucket of names)
    await rig.intruder.s3.send(new PutBucketPolicyCommand({ Bucket, Policy: hostilePolicy(Bucket) }));
  await until(
    () => faults.map(({ fired }) => fired),
    (fired) => fired.every((times) => times > 0),
    15_000,
  );
  await first.stop(0);
  expect(
    await Promise.all(cuts.filter(({ kind }) => kind === 'hanging').map(({ name }) => siteNow(rig, name))),
  ).toEqual([
    { policy: hostilePolicy('www-1-hanging'), on: [] },
    { policy: hostilePolicy('www-2-hanging'), on: staged },
    { policy: declaredPolicy('www-3-hanging'), on: staged },
    { policy: declaredPolicy('www-4-hanging'), on: held },
  ]);
  for (const fault of faults) fault.remove();

  await rig.start();
  const end = { on: [] };
  for (const name of names) {
    const policy = declaredPolicy(name);
    await until(
      () => siteNow(rig, name),
      (site) => JSON.stringify(site) === JSON.stringify({ policy, ...end }),
      20_000,
      (site) => ({ name, ...site }),
    );
    expect(world.oracle.grants(name)).toEqual(['world:read']);
  }
  for (const name of names) {
    const since = world.oracle.history(name).slice((begins.get(name) ?? 0) + 1);
    // Its policy may be put before any stage: what it replaces could deny just the call that the stage takes.
    const shutOut = since.findIndex(({ grants }) => !grants.includes('world:write'));
    expect(shutOut).toBeGreaterThanOrEqual(0);
    expect(since.slice(shutOut).filter(({ grants }) => grants.includes('world:write'))).toEqual([]);
  }
  expect(world.oracle.violations).toEqual([]);
  const incidents = await untilIncidents(rig, (all) => all.every(({ status }) => status === 'closed'));
  const policies = incidents.filter(({ aspect }) => aspect === 'bucketPolicy');
  expect(policies.map((one) => [bucketOf(one), one.outcome])).toEqual(
    names.map((name) => [name, 'reverted']),
  );
});

test('a stage is not lifted over a policy that cannot be read', async () => {
  const { world } = rig.aws;
  const write = cut(rig, blind, 2, { kind: 'hanging' });
  await rig.intruder.s3.send(new PutBucketPolicyCommand({ Bucket: blind, Policy: hostilePolicy(blind) }));
  const fired = (): number => write.fired;
  await until(fired, (times) => times > 0, 15_000);
  const denial = world.faults.add({
    fault: { kind: 'denied' },
    operation: 'GetBucketPolicy',
    bucket: blind,
    principal: isController,
  });
  // The writer tries twice; then the repair has failed.
  await until(fired, (times) => times > 1, 15_000);
  write.remove();
  await untilScans(rig, 3);
  expect(await siteNow(rig, blind)).toEqual({ policy: expect.any(String), on: staged });
  expect(world.oracle.grants(blind)).toEqual([]);

  denial.remove();
  await until(
    () => siteNow(rig, blind),
    ({ policy, on }) => policy === declaredPolicy(blind) && on.length === 0,
    15_000,
  );
  expect(world.oracle.grants(blind)).toEqual(['world:read']);
  expect(world.oracle.violations).toEqual([]);
});
