import { CreateBucketCommand, DeleteBucketCommand, HeadBucketCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Incident } from '../../controller/domain/incident.js';
import type { Controller } from '../../controller/runtime/controller.js';
import type { CloudTrailRecord } from '../../deploy/local/cloudtrail-record.js';
import { clientsOf } from '../local/gateway-clients.js';
import { bucketOf, incidentsOf, untilIncidents } from '../rig/book.js';
import { enrol } from '../rig/enrol.js';
import { dataBaseline, foreigner, logBucket } from '../rig/fleet.js';
import { untilScans } from '../rig/passes.js';
import { type Rig, startRig } from '../rig/rig.js';

const [told, quiet, unseen, there, sniped] = [
  'data-told',
  'data-quiet',
  'data-unseen',
  'data-there',
  'data-sniped',
] as const;
const logs = `
---
name: logs
select:
  buckets: [${logBucket}]
aspects:
  publicAccessBlock: {}
`;
let rig: Rig;
let controller: Controller;
/** How many calls brought the fleet to its baseline. */
let enrolled: number;

beforeAll(async () => {
  rig = await startRig(dataBaseline + logs);
  await enrol(rig, [told, quiet, unseen, there, sniped]);
  enrolled = rig.aws.world.calls.mutationsByController.length;
  controller = await rig.start();
  await untilScans(rig, 2);
});
afterAll(() => rig.stop());

const isAbout =
  (name: string) =>
  (one: Incident): boolean =>
    bucketOf(one) === name;
const written = (name: string): readonly string[] =>
  rig.aws.world.calls.mutationsByController
    .slice(enrolled)
    .filter(({ bucket }) => bucket === name)
    .map(({ operation }) => operation);
const removeBucket = (Bucket: string) => rig.intruder.s3.send(new DeleteBucketCommand({ Bucket }));

async function goneFor(name: string): Promise<Incident | undefined> {
  const all = await untilIncidents(
    rig,
    (found) => found.some((one) => isAbout(name)(one) && one.outcome === 'gone'),
    30_000,
  );
  const own = all.filter(isAbout(name));
  expect(own.map(({ aspect, finding, status }) => [aspect, finding, status])).toEqual([
    ['existence', 'gone', 'open'],
  ]);
  return own[0];
}

test('a deleted bucket is a critical incident that names who deleted it', async () => {
  await removeBucket(told);
  const incident = await goneFor(told);
  expect(incident).toMatchObject({ severity: 'critical', policy: { id: 'bucket.deleted' } });
  const all = await untilIncidents(
    rig,
    (found) => found.some((one) => isAbout(told)(one) && one.who.kind === 'known'),
    30_000,
  );
  const who = all.find(isAbout(told))?.who;
  expect(who).toMatchObject({ kind: 'known', call: 'DeleteBucket' });
  expect(who?.kind === 'known' ? who.actor.arn : '').toContain('contractor');
  expect(written(told)).toEqual([]);
});

test('one whose event is lost is found by a scan', async () => {
  rig.aws.world.bus.turn({ drop: 1 });
  await removeBucket(quiet);
  const incident = await goneFor(quiet);
  expect(incident).toMatchObject({ channel: 'scan', who: { kind: 'unknown' } });
  expect(incident?.occurred.kind).toBe('between');
});

test('one that is deleted while no controller runs is missed by the next', async () => {
  await controller.stop(2_000);
  await removeBucket(unseen);
  controller = await rig.start();
  await goneFor(unseen);
  rig.aws.world.bus.turn({});
});

test('a claim that a bucket was deleted, or that one was that never existed, makes no incident', async () => {
  const { world } = rig.aws;
  const real = world.events.find(({ eventName }) => eventName === 'DeleteBucket');
  if (real === undefined) throw new Error('no bucket was deleted');
  for (const name of [there, 'data-never']) {
    const text = JSON.stringify(real).replaceAll(told, name);
    const forged = JSON.parse(text) as CloudTrailRecord;
    world.bus.publish({ ...forged, eventID: `forged-${name}` });
  }
  await untilScans(rig, 3);
  const all = await incidentsOf(rig);
  expect(all.filter((one) => [there, 'data-never'].includes(bucketOf(one)))).toEqual([]);
  expect(written(there)).toEqual([]);
});

test('a name that a stranger has taken is told of and never written to, until it is ours again', async () => {
  const { s3 } = clientsOf(rig.aws.endpoint, rig.aws.credentialsFor(foreigner, 'sniper'));
  await removeBucket(sniped);
  await goneFor(sniped);
  await s3.send(new CreateBucketCommand({ Bucket: sniped }));
  await untilIncidents(
    rig,
    (found) => found.some((one) => isAbout(sniped)(one) && one.outcome === 'taken'),
    30_000,
  );
  await untilScans(rig, 3);
  const own = (await incidentsOf(rig)).filter(isAbout(sniped));
  expect(own.map(({ finding, status, severity }) => [finding, status, severity])).toEqual([
    ['gone', 'closed', 'critical'],
    ['taken', 'open', 'critical'],
  ]);
  expect(written(sniped)).toEqual([]);

  await s3.send(new DeleteBucketCommand({ Bucket: sniped }));
  await rig.intruder.s3.send(new CreateBucketCommand({ Bucket: sniped }));
  const isBack = (found: readonly Incident[]): boolean =>
    found
      .filter(isAbout(sniped))
      .every(({ aspect, status }) => aspect !== 'existence' || status === 'closed');
  await untilIncidents(rig, isBack, 30_000);
});

test('a deleted log bucket says whose logs it received, and is made by nobody', async () => {
  const receivers = [there, sniped];
  await removeBucket(logBucket);
  const incident = await goneFor(logBucket);
  for (const name of receivers)
    expect(incident?.fields).toContainEqual({ path: `${name} logging.TargetBucket`, desired: logBucket });
  await untilScans(rig, 3);
  await expect(rig.intruder.s3.send(new HeadBucketCommand({ Bucket: logBucket }))).rejects.toMatchObject({
    name: 'NotFound',
  });
  expect(
    rig.aws.world.calls.mutationsByController.filter(({ operation }) => operation === 'CreateBucket'),
  ).toEqual([]);
  expect(rig.aws.world.oracle.violations).toEqual([]);
});
