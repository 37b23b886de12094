import { S3ServiceException } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { CloudTrailRecord } from '../../deploy/local/cloudtrail-record.js';
import type { Rig } from '../rig/rig.js';
import { until } from '../rig/wait.js';
import { tellOf } from './elsewhere.js';
import { changeOwn } from './own.js';
import { type Placed, send } from './place.js';
import { isElsewhere } from './scenario.js';
import { enrolledIn, type Stage } from './stage.js';

/** Has a scenario's change made, and gives CloudTrail's records of it. */
export async function change(rig: Rig, place: Placed): Promise<readonly CloudTrailRecord[]> {
  const records: CloudTrailRecord[] = [];
  const { change: calls, by, name, refused } = place.scenario;
  for (const call of calls) {
    if (isElsewhere(call)) {
      if (place.scenario.kind === 'drift') await changeOwn(rig, place, call);
      records.push(tellOf(rig, place, call));
      continue;
    }
    const requestId = await send(rig, place, by, call).then(
      (answer) => answer.requestId,
      (cause: unknown) => {
        if (cause instanceof S3ServiceException && cause.name === refused) return cause.$metadata.requestId;
        const where = `'${name}' (${place.bucket})`;
        throw new Error(`${where}: ${call.operation} is refused: ${cause}`, { cause });
      },
    );
    const record = rig.aws.world.events.find(({ requestID }) => requestID === requestId);
    if (record === undefined) throw new Error(`CloudTrail has no record of ${call.operation}`);
    records.push(record);
  }
  return records;
}

/** Waits until one whole scan of every account has begun and ended from now on. */
export async function scanned({ rig, places }: Stage): Promise<void> {
  const from = new Date().toISOString();
  const ledger = await rig.ledger();
  for (const owner of enrolledIn(places)) {
    await until(
      () => ledger.scanCursor(owner),
      (cursor) =>
        cursor !== undefined && cursor.startedAt > from && (cursor.completedAt ?? '') >= cursor.startedAt,
      60_000,
    );
  }
}

/** Waits until every event, and every later look that it asks for, has been seen to. */
export async function drained({ rig }: Stage): Promise<void> {
  await rig.aws.world.bus.settled();
  const ends = ['', 'NotVisible', 'Delayed'] as const;
  const names = ends.map((end) => `ApproximateNumberOfMessages${end}` as const);
  await until(
    async () => {
      const ask = new GetQueueAttributesCommand({ QueueUrl: rig.aws.queueUrl, AttributeNames: names });
      return Object.values((await rig.intruder.sqs.send(ask)).Attributes ?? {});
    },
    (counts) => counts.length === names.length && counts.every((count) => count === '0'),
    60_000,
  );
}
