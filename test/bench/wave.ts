import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { envelopeOf } from '../../deploy/local/cloudtrail-record.js';
import { driftNamed, type Planted, plant } from '../rig/plant.js';
import type { Rig } from '../rig/rig.js';
import { until } from '../rig/wait.js';
import { byBucket } from './tape.js';
import type { Exchange, Wire } from './wire.js';

/** A program that heals what it receives events of, and an ear on what it does. */
export interface Healer {
  readonly wire: Wire;
  readonly queueUrl: string;
}

/** What came of so many drifts at once. */
export interface Wave {
  /** Milliseconds from when the queue handed the event out until S3 answered the verifying read, for each bucket. */
  readonly times: readonly number[];
  readonly chains: ReadonlyMap<string, readonly Exchange[]>;
  /** For which share of the time this process, the local AWS, had work: near 1, it is what both programs wait for. */
  readonly busy: number;
}

const longestMs = 60_000;
/** CloudTrail's times are whole seconds: a drift must be later than the last repair by more than that to be news. */
const newsMs = 1_500;
const quietMs = 500;
const batchSize = 10;

/** Breaks every bucket, tells the healer of all of them at once, and waits until it has nothing more to do. */
export async function wave(
  rig: Rig,
  names: readonly string[],
  { wire, queueUrl }: Healer,
  newcomer: () => Rig['intruder'],
): Promise<Wave> {
  await until(
    () => wire.quietFor,
    (ms) => ms > newsMs,
    longestMs,
  );
  const drift = driftNamed('downgrades the encryption');
  const planted = await Promise.all(names.map((name) => plant(rig, name, drift, newcomer())));
  wire.forget();
  const idle = performance.eventLoopUtilization();
  await deliver(rig, planted, queueUrl);
  const deleted = (): number =>
    wire.exchanges.filter(({ operation, endedAt }) => operation === 'DeleteMessageBatch' && endedAt).length;
  await until(deleted, (count) => count >= names.length, longestMs);
  const busy = performance.eventLoopUtilization(idle).utilization;
  await until(
    () => wire.quietFor,
    (ms) => ms > quietMs,
    longestMs,
  );
  const chains = byBucket(wire.exchanges, names);
  const received = receiptsIn(wire.exchanges);
  const times = names.flatMap((name) => {
    const proof = verificationIn(chains.get(name) ?? []);
    const from = received.get(name);
    return proof?.endedAt === undefined || from === undefined ? [] : [proof.endedAt - from];
  });
  return { times, chains, busy };
}

/** The read that proved the repair: the first one after the write. */
export function verificationIn(chain: readonly Exchange[]): Exchange | undefined {
  const put = chain.findIndex(({ operation }) => operation === 'PUT encryption');
  return put < 0 ? undefined : chain.slice(put).find(({ operation }) => operation === 'GET encryption');
}

/** When the queue handed out the event of each bucket. */
function receiptsIn(exchanges: readonly Exchange[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { operation, answered, endedAt } of exchanges) {
    if (operation !== 'ReceiveMessage' || endedAt === undefined || answered === '') continue;
    const { Messages = [] }: { readonly Messages?: readonly { readonly Body: string }[] } =
      JSON.parse(answered);
    for (const { Body } of Messages) {
      const name = String(JSON.parse(Body).detail?.requestParameters?.bucketName);
      if (!found.has(name)) found.set(name, endedAt);
    }
  }
  return found;
}

async function deliver({ aws, env }: Rig, planted: readonly Planted[], QueueUrl: string): Promise<void> {
  const credentials = aws.credentialsFor(env['SNAPBACK_ACCOUNTS'] ?? '', 'events');
  const sqs = new SQSClient({ endpoint: aws.endpoint, credentials, useQueueUrlAsEndpoint: false });
  const entries = planted.map(({ record }, place) => ({
    Id: String(place),
    MessageBody: JSON.stringify(envelopeOf(record, aws.world.random)),
  }));
  const batches = Array.from({ length: Math.ceil(entries.length / batchSize) }, (_, place) =>
    entries.slice(place * batchSize, (place + 1) * batchSize),
  );
  await Promise.all(batches.map((Entries) => sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }))));
  sqs.destroy();
}
