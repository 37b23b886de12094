import { GetQueueAttributesCommand, SendMessageBatchCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Controller } from '../../controller/runtime/controller.js';
import { bucketOf, untilIncidents } from '../rig/book.js';
import { enrol } from '../rig/enrol.js';
import { dataBaseline, namesOf } from '../rig/fleet.js';
import { garbage } from '../rig/garbage.js';
import { driftNamed, isAccounted, plant, untilHealed } from '../rig/plant.js';
import { type Rig, startRig } from '../rig/rig.js';
import { until } from '../rig/wait.js';
import { wrongWith } from '../rig/wrong.js';

const names = namesOf(4);
const [drifted = '', ...quiet] = names;
let rig: Rig;
let controller: Controller;

beforeAll(async () => {
  rig = await startRig(dataBaseline, {
    visibilityTimeoutSeconds: 2,
    maxReceiveCount: 2,
    around: { SNAPBACK_VISIBILITY: '2s' },
  });
  await enrol(rig, names);
  controller = await rig.start({ scanEvery: '1h' });
});
afterAll(() => rig.stop());

async function send(bodies: readonly string[]): Promise<void> {
  const { sqs } = rig.intruder;
  const QueueUrl = rig.aws.queueUrl;
  const long = bodies.filter((body) => body.length > 100_000);
  const short = bodies.filter((body) => body.length <= 100_000);
  for (const MessageBody of long) await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  for (let at = 0; at < short.length; at += 10) {
    const Entries = short.slice(at, at + 10).map((MessageBody, id) => ({ Id: String(id), MessageBody }));
    const { Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    expect(Failed).toEqual([]);
  }
}

async function lengthOf(QueueUrl: string) {
  const { Attributes = {} } = await rig.intruder.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
  );
  const {
    ApproximateNumberOfMessages: waiting,
    ApproximateNumberOfMessagesNotVisible: inHand,
    ApproximateNumberOfMessagesDelayed: delayed,
  } = Attributes;
  return { waiting: Number(waiting), inHand: Number(inHand), delayed: Number(delayed) };
}

test('a thousand messages of strangers move nothing, hide nothing and are not lost', async () => {
  const { world } = rig.aws;
  const from = world.calls.mutationsByController.length;
  const before = Object.keys(Object.prototype);
  const bad = garbage(1_000, 3);
  await send(bad.slice(0, 500).map(({ body }) => body));
  const planted = await plant(rig, drifted, driftNamed('shares with a foreign account'));
  await send(bad.slice(500).map(({ body }) => body));
  let ended = false;
  void controller.done.finally(() => {
    ended = true;
  });

  await untilHealed(rig, [drifted]);
  const dead = bad.filter(({ end }) => end === 'dead').length;
  await until(
    async () => ({
      dead: (await lengthOf(rig.aws.deadLetterQueueUrl)).waiting,
      queue: await lengthOf(rig.aws.queueUrl),
    }),
    (now) => now.dead >= dead && now.queue.waiting + now.queue.inHand + now.queue.delayed === 0,
    20_000,
  );
  expect((await lengthOf(rig.aws.deadLetterQueueUrl)).waiting).toBe(dead);
  expect(ended).toBe(false);

  const incidents = await untilIncidents(rig, isAccounted([planted]));
  expect(incidents.map((one) => [bucketOf(one), one.aspect, one.outcome])).toEqual([
    [drifted, 'bucketPolicy', 'reverted'],
  ]);
  const written = world.calls.mutationsByController.slice(from);
  expect(written.map(({ bucket, operation }) => [bucket, operation])).toEqual([[drifted, 'PutBucketPolicy']]);
  for (const name of quiet) expect(await wrongWith(rig.intruder.s3, name)).toEqual([]);
  expect(Object.keys(Object.prototype)).toEqual(before);
  expect('isAdmin' in {}).toBe(false);
  expect(world.oracle.violations).toEqual([]);
});
