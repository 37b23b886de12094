import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  PutBucketPolicyCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Incident } from '../../controller/domain/incident.js';
import { bucketOf, incidentsOf, untilIncidents } from '../rig/book.js';
import { callsByHand } from '../rig/by-hand.js';
import { enrol } from '../rig/enrol.js';
import { dataBaseline } from '../rig/fleet.js';
import { untilScans } from '../rig/passes.js';
import { untilHealed } from '../rig/plant.js';
import { type Rig, startRig } from '../rig/rig.js';
import { until } from '../rig/wait.js';
import { wrongWith } from '../rig/wrong.js';

const grace = 8_000;
let rig: Rig;

beforeAll(async () => {
  rig = await startRig(dataBaseline, { around: { SNAPBACK_GRACE: `${grace}ms` } });
  await enrol(rig, ['data-01']);
  await rig.start();
  await untilScans(rig, 2);
});
afterAll(() => rig.stop());

const written = (name: string): readonly string[] =>
  rig.aws.world.calls.mutationsByController
    .filter(({ bucket }) => bucket === name)
    .map(({ operation }) => operation);
const about = async (name: string): Promise<readonly Incident[]> =>
  (await incidentsOf(rig)).filter((one) => bucketOf(one) === name);

test('infrastructure code that goes on writing to the bucket that it created is not raced', async () => {
  const { s3 } = rig.intruder;
  const Bucket = 'data-by-code';
  await s3.send(new CreateBucketCommand({ Bucket }));
  await until(
    () => about(Bucket),
    (found) => found.some(({ outcome }) => outcome === 'inGrace'),
    30_000,
  );
  for (const call of callsByHand) {
    await call(s3, Bucket);
    await sleep(grace / 20);
  }
  await untilIncidents(rig, (all) => all.every(({ status }) => status === 'closed'), 60_000);
  expect(await wrongWith(s3, Bucket)).toEqual([]);
  expect(written(Bucket)).toEqual([]);
  const ends = (await about(Bucket)).map(({ outcome, transitions }) => [
    outcome,
    transitions.some((one) => one.outcome === 'inGrace'),
  ]);
  expect(new Set(ends.map((end) => JSON.stringify(end)))).toEqual(
    new Set([JSON.stringify(['healedElsewhere', true])]),
  );
});

const cases = [
  { told: 'an event tells of', Bucket: 'data-open', drop: 0 },
  { told: 'only scans find', Bucket: 'data-quiet', drop: 1 },
];
test.each(cases)(
  'a public policy is closed at once on a new bucket that $told, the rest after the grace',
  async ({ Bucket, drop }) => {
    const { s3 } = rig.intruder;
    rig.aws.world.bus.turn({ drop });
    await s3.send(new CreateBucketCommand({ Bucket }));
    // The controller may close the block again before the policy is put: somebody who insists takes it away once more.
    await until(
      async () => {
        await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
        return s3.send(new PutBucketPolicyCommand({ Bucket, Policy: openTo(Bucket) })).then(
          () => true,
          () => false,
        );
      },
      (done) => done,
      30_000,
    );
    const isOpen = async (): Promise<boolean> =>
      s3.send(new GetBucketPolicyCommand({ Bucket })).then(
        ({ Policy = '' }) => Policy.includes('Allow'),
        () => false,
      );
    await until(isOpen, (open) => !open, 30_000);
    const outcome = async (): Promise<string | undefined> =>
      (await about(Bucket)).find(({ aspect }) => aspect === 'versioning')?.outcome;
    await until(outcome, (now) => now === 'inGrace', 10_000);
    expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBeUndefined();
    expect(rig.aws.world.oracle.grants(Bucket)).toEqual([]);

    await untilHealed(rig, [Bucket], 60_000);
    const all = await untilIncidents(
      rig,
      (found) => found.every(({ status }) => status === 'closed'),
      30_000,
    );
    const own = all.filter((one) => bucketOf(one) === Bucket);
    expect(new Set(own.map(({ outcome }) => outcome))).toEqual(new Set(['reverted']));
    // Nothing but what closes was sent before the grace was over.
    const firstSeen = Math.min(...own.map(({ detectedAt }) => Date.parse(detectedAt)));
    const early = rig.aws.world.calls.mutationsByController.filter(
      (call) => call.bucket === Bucket && call.at.getTime() < firstSeen + grace - 1_000,
    );
    const closing = ['PutPublicAccessBlock', 'PutBucketPolicy'];
    expect(early.map(({ operation }) => operation).filter((name) => !closing.includes(name))).toEqual([]);
    expect(rig.aws.world.oracle.violations).toEqual([]);
  },
);

const openTo = (name: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${name}/*` },
    ],
  });
