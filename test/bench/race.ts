import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { BatchWriteCommand, DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { percentile } from '../../controller/report/distribution.js';
import { createTable } from '../../controller/store/table.js';
import { account } from '../rig/fleet.js';
import type { Rig } from '../rig/rig.js';
import { wrongWith } from '../rig/wrong.js';
import { BareProcess } from './bare-process.js';
import { controllerName } from './counts.js';
import { newcomersIn } from './newcomers.js';
import { type Split, splitOf } from './split.js';
import { tapeOf } from './tape.js';
import { type Healer, type Wave, wave } from './wave.js';
import { Wire } from './wire.js';

/** Milliseconds from receipt to verification. */
export interface Times {
  readonly p50: number;
  readonly p95: number;
}

/** One wave of each, one after the other. */
export interface Pair {
  readonly controller: Times;
  readonly bare: Times;
  /** For which share of both waves the local AWS had work. */
  readonly busy: number;
}

/** Everything that the comparison came to. */
export interface Race {
  readonly pairs: readonly Pair[];
  /** Calls for one event, the median of the buckets of the last pair. */
  readonly split: { readonly controller: Split; readonly bare: Split };
  /** What was not healed; nothing, if all went well. */
  readonly failures: readonly string[];
}

const bareTable = 'snapback-bare';
const controllerTable = 'snapback';

/**
 * Lets the controller, which runs already, and the bare script heal the same drifts in turns. Both are there all the time,
 * warm and waiting at their own queues; whose turn it is not is idle. The first pairs only warm up.
 */
export async function race(
  rig: Rig,
  names: readonly string[],
  wire: Wire,
  {
    pairs,
    warmUps,
    latencyMs,
  }: { readonly pairs: number; readonly warmUps: number; readonly latencyMs: number },
): Promise<Race> {
  const { world } = rig.aws;
  world.bus.turn({ drop: 1 });
  world.faults.add({
    fault: { kind: 'slow', ms: latencyMs },
    principal: ({ name }) => name === controllerName,
    bucket: () => true,
  });
  await copyLedger(rig);
  const controller: Healer = { wire, queueUrl: rig.aws.queueUrl };
  const { accessKeyId, secretAccessKey, sessionToken = '' } = rig.aws.credentialsFor(account, controllerName);
  const own: Healer = { wire: new Wire(accessKeyId), queueUrl: await newQueue(rig) };
  const script = new BareProcess({
    ...rig.env,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
    SNAPBACK_QUEUE_URL: own.queueUrl,
  });
  const newcomer = newcomersIn(rig, 'racer');
  const failures: string[] = [];
  const run = async (who: string, healer: Healer): Promise<Wave> => {
    const done = await wave(rig, names, healer, newcomer);
    for (const name of names) {
      for (const aspect of await wrongWith(rig.intruder.s3, name))
        failures.push(`${who} did not heal ${aspect} of ${name}`);
    }
    if (done.times.length < names.length)
      failures.push(`${who} verified only ${done.times.length} of ${names.length}`);
    return done;
  };
  const measured: Pair[] = [];
  let split: Race['split'] | undefined;
  try {
    for (let round = 0; round < warmUps + pairs; round += 1) {
      const first = await run('The controller', controller);
      await script.give(new Map([...first.chains].map(([name, chain]) => [name, tapeOf(chain, bareTable)])));
      const second = await run('The bare script', own);
      if (round < warmUps) continue;
      const busy = (first.busy + second.busy) / 2;
      measured.push({ controller: timesOf(first), bare: timesOf(second), busy });
      split = { controller: splitOf(first, names), bare: splitOf(second, names) };
    }
  } finally {
    script.stop();
    own.wire.stop();
  }
  if (split === undefined) throw new Error('Give at least one pair to measure');
  return { pairs: measured, split, failures };
}

function timesOf({ times }: Wave): Times {
  const ascending = times.toSorted((a, b) => a - b);
  return { p50: percentile(ascending, 50) ?? Number.NaN, p95: percentile(ascending, 95) ?? Number.NaN };
}

async function newQueue({ aws }: Rig): Promise<string> {
  const credentials = aws.credentialsFor(account, 'events');
  const sqs = new SQSClient({ endpoint: aws.endpoint, credentials });
  const { QueueUrl = '' } = await sqs.send(
    new CreateQueueCommand({ QueueName: 'bare', Attributes: { VisibilityTimeout: '60' } }),
  );
  sqs.destroy();
  return QueueUrl;
}

/** Gives the bare script a table that has had the same history, so that what it sends meets the same rows. */
async function copyLedger({ intruder }: Rig): Promise<void> {
  await createTable(intruder.dynamodb, bareTable);
  const rows = DynamoDBDocumentClient.from(intruder.dynamodb);
  let from: Record<string, unknown> | undefined;
  do {
    const page = await rows.send(
      new ScanCommand({
        TableName: controllerTable,
        Limit: 25,
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      }),
    );
    const puts = (page.Items ?? []).map((Item) => ({ PutRequest: { Item } }));
    if (puts.length > 0) await rows.send(new BatchWriteCommand({ RequestItems: { [bareTable]: puts } }));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
}
