import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as s3 from '@aws-sdk/client-s3';
import { CreateQueueCommand, GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { applyTo } from '../../../controller/cli/apply.js';
import type { Terminal } from '../../../controller/cli/terminal.js';
import { toolsFrom } from '../../../controller/compose.js';
import type { Log } from '../../../controller/domain/ports.js';
import type { Check, Place } from '../check.js';
import { back, baseline, damages, everything } from './damages.js';

const silent: Terminal = {
  out: () => {},
  err: () => {},
  width: 100,
  color: false,
  async *lines() {},
  confirm: async () => false,
};
const quiet: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/**
 * What came before is waited for on the most crowded machine, since a cell tells of the server and not of the machine.
 * Where it never came, long enough to see that it does now: localemu holds CloudTrail's events back for 60 s, as AWS may.
 */
const patienceMs = ({ before }: Place): number =>
  before === undefined || before === 'pass' ? 300_000 : 75_000;

/** Looks every second, no oftener, since it takes from a slow server; gives what it saw last. */
async function awaited<State>(
  look: () => Promise<State>,
  holds: (state: State) => boolean,
  forMs: number,
): Promise<State> {
  for (const end = Date.now() + forMs; ; await sleep(1_000)) {
    const state = await look();
    if (holds(state) || Date.now() > end) return state;
  }
}

/**
 * The real controller against the server: brings a bucket to its baseline, an intruder breaks four settings, and all
 * are back and in the ledger as reverted, by scans or by the server's own events alone.
 */
async function healed(
  place: Place,
  by: 'scan' | 'event',
  bucket: string,
  queueUrl: string,
): Promise<unknown> {
  await place.clients.s3.send(new s3.CreateBucketCommand({ Bucket: bucket }));
  const folder = await mkdtemp(join(tmpdir(), 'conformance-'));
  await writeFile(join(folder, 'baselines.yaml'), baseline(bucket));
  const env = {
    ...place.server.env,
    SNAPBACK_ACCOUNTS: place.account,
    SNAPBACK_BASELINES: folder,
    SNAPBACK_TABLE: place.name('loop-ledger'),
    SNAPBACK_QUEUE_URL: queueUrl,
    SNAPBACK_SCAN_EVERY: by === 'scan' ? '2s' : '1h',
    SNAPBACK_RECHECKS: '2s,4s',
    SNAPBACK_SECOND_LOOK: '200ms',
    SNAPBACK_GRACE: '1s',
    SNAPBACK_MODE: 'auto-revert',
  };
  const stopping = new AbortController();
  const tools = await toolsFrom(
    {},
    { env, terminal: silent, version: 'test', stopping: stopping.signal, log: quiet },
  );
  await tools.createTable();
  await applyTo(tools, [bucket], true);
  const controller = await tools.startController(await tools.catalogue(tools.settings.mode));
  try {
    const ledger = tools.ledger();
    // The first scan has to be over: what it finds, no event told of.
    const isScanned = async (): Promise<boolean> =>
      (await ledger.scanCursor(place.account))?.completedAt !== undefined;
    if (!(await awaited(isScanned, (is) => is, patienceMs(place)))) return 'no scan ends';
    for (const [damage] of Object.values(damages)) await damage(bucket, place.clients.s3);
    const reverted = async (): Promise<readonly string[]> => {
      const there = await back(place.clients.s3, bucket);
      if (there.length === 0) return there;
      const found = new Set<string>();
      for await (const one of ledger.incidents({}))
        if ([by, 'recheck'].includes(one.channel) && one.outcome === 'reverted') found.add(one.aspect);
      return there.filter((aspect) => found.has(aspect)).sort();
    };
    const isAll = (aspects: readonly string[]): boolean => aspects.length === everything.length;
    return await awaited(reverted, isAll, patienceMs(place));
  } finally {
    await controller.stop(2_000);
    await rm(folder, { recursive: true });
  }
}

/** Makes a queue, a trail and a rule by which the server tells of every write to the bucket. */
async function eventQueue({ server, clients, account, name }: Place, bucket: string): Promise<string> {
  if (server.queueUrl !== undefined) return server.queueUrl;
  const { QueueUrl = '' } = await clients.sqs.send(new CreateQueueCommand({ QueueName: name('changes') }));
  const { Attributes } = await clients.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  const call = async (service: string, target: string, body: object): Promise<void> => {
    const answer = await fetch(server.endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': target,
        authorization: `AWS4-HMAC-SHA256 Credential=${server.env['AWS_ACCESS_KEY_ID']}/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
      },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${target.split('.').at(-1)}: ${await answer.text()}`);
  };
  const trail = name('trail');
  await clients.s3.send(new s3.CreateBucketCommand({ Bucket: trail }));
  const cloudtrail = 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101';
  await call('cloudtrail', `${cloudtrail}.CreateTrail`, { Name: trail, S3BucketName: trail });
  await call('cloudtrail', `${cloudtrail}.StartLogging`, { Name: trail });
  const EventPattern = JSON.stringify({
    'detail-type': ['AWS API Call via CloudTrail'],
    detail: {
      eventSource: ['s3.amazonaws.com'],
      readOnly: [false],
      requestParameters: { bucketName: [bucket] },
    },
  });
  await call('events', 'AWSEvents.PutRule', { Name: trail, EventPattern, State: 'ENABLED' });
  const Targets = [{ Id: account, Arn: Attributes?.['QueueArn'] }];
  await call('events', 'AWSEvents.PutTargets', { Rule: trail, Targets });
  return QueueUrl;
}

/** The whole loop, twice. */
export const loopChecks: readonly Check[] = [
  {
    operation: 'the loop',
    says: 'heals by scans alone',
    expected: everything,
    async run(place) {
      const { QueueUrl = '' } = await place.clients.sqs.send(
        new CreateQueueCommand({ QueueName: place.name('silent') }),
      );
      return healed(place, 'scan', place.name('loop'), QueueUrl);
    },
  },
  {
    operation: 'the loop',
    says: "heals by the server's own events alone",
    expected: everything,
    async run(place) {
      const bucket = place.name('loop');
      return healed(place, 'event', bucket, await eventQueue(place, bucket));
    },
  },
];
