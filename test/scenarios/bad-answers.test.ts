import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Incident } from '../../controller/domain/incident.js';
import type { Fault } from '../../deploy/local/world.js';
import { bucketOf, untilIncidents } from '../rig/book.js';
import { enrol } from '../rig/enrol.js';
import { dataBaseline } from '../rig/fleet.js';
import { isController } from '../rig/passes.js';
import { driftNamed, isAccounted, type Planted, plant, untilHealed } from '../rig/plant.js';
import { type Rig, startRig } from '../rig/rig.js';
import { until } from '../rig/wait.js';

/** What goes wrong with the first writes, how often, and which calls S3 then gets to see, with their answers. */
const cases: readonly {
  readonly drift: string;
  readonly operation: string;
  readonly fault: Fault['kind'];
  readonly count: number;
  readonly answers: readonly string[];
}[] = [
  {
    drift: 'resets the encryption',
    operation: 'PutBucketEncryption',
    fault: 'replyLost',
    count: 1,
    answers: ['done', 'done'],
  },
  {
    drift: 'suspends versioning',
    operation: 'PutBucketVersioning',
    fault: 'conflict',
    count: 2,
    answers: ['OperationAborted', 'OperationAborted', 'done'],
  },
  {
    drift: 'deletes the policy',
    operation: 'PutBucketPolicy',
    fault: 'throttled',
    count: 2,
    answers: ['SlowDown', 'SlowDown', 'done'],
  },
  {
    drift: 'switches logging off',
    operation: 'PutBucketLogging',
    fault: 'error5xx',
    count: 1,
    answers: ['InternalError', 'done'],
  },
  {
    drift: 'deletes the public access block',
    operation: 'PutPublicAccessBlock',
    fault: 'hanging',
    count: 1,
    answers: ['done'],
  },
];
const bucketAt = (place: number): string => `data-${place + 1}`;
const late = 'data-late';
const behind = 'data-behind';
const twice = 'data-twice';
let rig: Rig;

beforeAll(async () => {
  rig = await startRig(dataBaseline, { around: { SNAPBACK_REQUEST_TIMEOUT: '1s' } });
  await enrol(rig, [...cases.map((_, place) => bucketAt(place)), late, behind, twice]);
  // Events and re-checks alone, so that the n-th read is known.
  await rig.start({ scanEvery: '1h' });
  await until(
    async () => (await (await rig.ledger()).scanCursor('111122223333'))?.completedAt,
    (at) => at !== undefined,
    15_000,
  );
});
afterAll(() => rig.stop());

const writesTo = (name: string, from: number) =>
  rig.aws.world.calls.mutationsByController
    .slice(from)
    .filter(({ bucket }) => bucket === name)
    .map(({ operation, errorCode = 'done' }) => [operation, errorCode]);

const accountOf = async (name: string, planted: Planted): Promise<readonly Incident[]> =>
  (
    await untilIncidents(
      rig,
      (all) => isAccounted([planted])(all.filter((one) => bucketOf(one) === name)),
      25_000,
    )
  ).filter((one) => bucketOf(one) === name);

const told = ({ aspect, outcome, explains }: Incident) => ({ aspect, outcome, explains });
const healed = ({ aspect, record }: Planted) => [{ aspect, outcome: 'reverted', explains: [record.eventID] }];

test.concurrent.each(cases)(
  '$operation: $fault, $count times',
  async ({ drift, operation, fault, count, answers }) => {
    const name = bucketAt(cases.findIndex((one) => one.drift === drift));
    const from = rig.aws.world.calls.mutationsByController.length;
    const rule = rig.aws.world.faults.add({
      fault: { kind: fault } as Fault,
      operation,
      bucket: name,
      count,
      principal: isController,
    });
    const planted = await plant(rig, name, driftNamed(drift));
    await untilHealed(rig, [name]);
    expect((await accountOf(name, planted)).map(told)).toEqual(healed(planted));
    expect(rule.fired).toBe(count);
    expect(writesTo(name, from)).toEqual(answers.map((answer) => [operation, answer]));
  },
);

test.concurrent('reads that are behind after an event: the re-check finds it, with the event', async () => {
  const from = rig.aws.world.calls.mutationsByController.length;
  const stale = rig.aws.world.faults.add({
    fault: { kind: 'stale' },
    operation: 'GetBucketVersioning',
    bucket: late,
    count: 1,
    principal: isController,
  });
  const planted = await plant(rig, late, driftNamed('suspends versioning'));
  await untilHealed(rig, [late]);
  const incidents = await accountOf(late, planted);
  expect(stale.fired).toBe(1);
  expect(incidents.map(told)).toEqual(healed(planted));
  expect(incidents.map(({ channel, who }) => [channel, who.kind])).toEqual([['recheck', 'known']]);
  expect(writesTo(late, from)).toEqual([['PutBucketVersioning', 'done']]);
});

// The first verification reads five times; what is beyond that is seen by the re-check as the old state once more.
test.concurrent.each([
  [behind, 3],
  [twice, 6],
])('reads that are behind our own write, %s %i times: no second write', async (name, count) => {
  const { calls, faults } = rig.aws.world;
  const from = calls.mutationsByController.length;
  const stale = faults.add({
    fault: { kind: 'stale' },
    operation: 'GetBucketEncryption',
    bucket: name,
    count,
    principal: (who) => isController(who) && writesTo(name, from).length > 0,
  });
  const planted = await plant(rig, name, driftNamed('downgrades the encryption'));
  const incidents = await accountOf(name, planted);
  expect(stale.fired).toBe(count);
  expect(incidents.map(told)).toEqual(healed(planted));
  expect(writesTo(name, from)).toEqual([['PutBucketEncryption', 'done']]);
});

test('nothing of that opened anything', () => {
  expect(rig.aws.world.oracle.violations).toEqual([]);
});
