import { GetBucketAclCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { DeleteQueueCommand, type Message, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it } from 'vitest';
import type { BusKnobs } from '../../deploy/local/bus.js';
import { type LocalAws, startLocalAws } from '../../deploy/local/start.js';
import { clientsOf } from './gateway-clients.js';
import { stubS3 } from './gateway-stub-s3.js';

const running: LocalAws[] = [];
afterEach(() => Promise.all(running.splice(0).map((aws) => aws.stop())));

/** Nothing wakes by itself: what is held back waits until the test lets the bus settle. */
const stillClock = { now: () => new Date('2026-11-21T10:00:00Z'), sleep: () => new Promise<void>(() => {}) };

async function started(bus: BusKnobs, seed = 1): Promise<LocalAws> {
  const aws = await startLocalAws({ s3: stubS3, bus, seed, clock: stillClock });
  running.push(aws);
  return aws;
}

async function change(aws: LocalAws, count: number): Promise<void> {
  const { s3 } = clientsOf(aws.endpoint, aws.credentialsFor('111122223333'));
  for (let n = 0; n < count; n += 1)
    await s3.send(new PutBucketPolicyCommand({ Bucket: `bucket-${n}`, Policy: '{}' }));
}

/** The event ids that lie in the queue, in order. */
async function arrived(aws: LocalAws): Promise<readonly string[]> {
  const { sqs } = clientsOf(aws.endpoint, aws.credentialsFor('111122223333'));
  const messages: Message[] = [];
  for (;;) {
    const asked = new ReceiveMessageCommand({ QueueUrl: aws.queueUrl, MaxNumberOfMessages: 10 });
    const { Messages = [] } = await sqs.send(asked);
    if (Messages.length === 0) break;
    messages.push(...Messages);
  }
  return messages.map(({ Body = '' }) => JSON.parse(Body).detail.eventID);
}

const recorded = (aws: LocalAws) => aws.world.events.map(({ eventID }) => eventID);

describe('the bus', () => {
  it('carries each change to the queue once and in order, and reads not at all', async () => {
    const aws = await started({});
    await change(aws, 25);
    const { s3 } = clientsOf(aws.endpoint, aws.credentialsFor('111122223333'));
    await s3.send(new GetBucketAclCommand({ Bucket: 'bucket-0' }));
    await aws.world.bus.settled();
    expect(recorded(aws)).toHaveLength(25);
    expect(await arrived(aws)).toEqual(recorded(aws));
    expect(aws.world.bus.counts).toEqual({ delivered: 25, dropped: 0, duplicated: 0 });
  });

  it('drops by chance what it still records', async () => {
    const aws = await started({ drop: 0.5 }, 3);
    await change(aws, 30);
    await aws.world.bus.settled();
    const { delivered, dropped } = aws.world.bus.counts;
    expect(delivered + dropped).toBe(30);
    expect(Math.min(delivered, dropped)).toBeGreaterThan(0);
    expect(await arrived(aws)).toHaveLength(delivered);
    expect(recorded(aws)).toHaveLength(30);
  });

  it('drops what a test names, until the knob is turned back', async () => {
    const aws = await started({
      drop: ({ requestParameters }) => requestParameters['bucketName'] === 'bucket-1',
    });
    await change(aws, 3);
    aws.world.bus.turn({});
    await change(aws, 2);
    await aws.world.bus.settled();
    expect(await arrived(aws)).toEqual(recorded(aws).filter((_, place) => place !== 1));
  });

  it('duplicates under the same event id', async () => {
    const aws = await started({ duplicate: 1 });
    await change(aws, 4);
    await aws.world.bus.settled();
    expect(await arrived(aws)).toEqual(recorded(aws).flatMap((id) => [id, id]));
    expect(aws.world.bus.counts).toEqual({ delivered: 8, dropped: 0, duplicated: 4 });
  });

  it('shuffles within a window and loses nothing', async () => {
    const aws = await started({ shuffle: 8 });
    await change(aws, 20);
    await aws.world.bus.settled();
    const order = await arrived(aws);
    expect(order).not.toEqual(recorded(aws));
    expect([...order].sort()).toEqual([...recorded(aws)].sort());
  });

  it('delays, and waits for what is delayed when asked to settle', async () => {
    const sleeps: number[] = [];
    let wake = () => {};
    const clock = {
      now: () => new Date('2026-11-21T10:00:00Z'),
      sleep: (ms: number) => {
        sleeps.push(ms);
        return new Promise<void>((resolve) => {
          wake = resolve;
        });
      },
    };
    const aws = await startLocalAws({ s3: stubS3, clock, bus: { delayMs: { min: 1000, max: 2000 } } });
    running.push(aws);
    await change(aws, 1);
    expect(await arrived(aws)).toEqual([]);
    expect(sleeps).toHaveLength(1);
    expect(sleeps.every((ms) => ms >= 1000 && ms < 2000)).toBe(true);
    wake();
    await aws.world.bus.settled();
    expect(await arrived(aws)).toEqual(recorded(aws));
  });

  it('does the same again with the same seed', async () => {
    const knobs = { drop: 0.3, duplicate: 0.3, shuffle: 5 };
    const orders: (readonly string[])[] = [];
    for (const seed of [11, 11, 12]) {
      const aws = await started(knobs, seed);
      await change(aws, 15);
      await aws.world.bus.settled();
      const buckets = new Map(
        aws.world.events.map((event) => [event.eventID, String(event.requestParameters['bucketName'])]),
      );
      orders.push((await arrived(aws)).map((id) => buckets.get(id) ?? 'unknown'));
    }
    expect(orders[1]).toEqual(orders[0]);
    expect(orders[2]).not.toEqual(orders[0]);
  });

  it('loses events that are too large for EventBridge or that the queue refuses, and carries the next', async () => {
    const aws = await started({});
    await change(aws, 1);
    const [first] = aws.world.events;
    if (first === undefined) throw new Error('nothing was recorded');
    aws.world.bus.publish({ ...first, requestParameters: { LifecycleConfiguration: 'x'.repeat(300_000) } });
    await change(aws, 1);
    await aws.world.bus.settled();
    expect(aws.world.bus.counts).toMatchObject({ delivered: 2, dropped: 1 });
    const { sqs } = clientsOf(aws.endpoint, aws.credentialsFor('111122223333'));
    await sqs.send(new DeleteQueueCommand({ QueueUrl: aws.queueUrl }));
    await change(aws, 1);
    await aws.world.bus.settled();
    expect(aws.world.bus.counts).toMatchObject({ delivered: 2, dropped: 2 });
  });

  it('does not deliver what was on the way when it stopped', async () => {
    const aws = await started({ shuffle: 10 });
    await change(aws, 3);
    await aws.world.bus.stop();
    await aws.world.bus.settled();
    expect(await arrived(aws)).toEqual([]);
  });
});
