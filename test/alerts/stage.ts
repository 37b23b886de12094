import { CreateBucketCommand, PutBucketVersioningCommand, type S3Client } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { applyTo } from '../../controller/cli/apply.js';
import type { CloudTrailRecord } from '../../deploy/local/cloudtrail-record.js';
import { clientsOf } from '../local/gateway-clients.js';
import { webhookReceiver } from '../notify/webhook-receiver.js';
import { account, foreigner, logBucket } from '../rig/fleet.js';
import { type Rig, startRig } from '../rig/rig.js';
import { until } from '../rig/wait.js';
import { copies, filled, type Placed, placed, send } from './place.js';
import type { Scenario } from './scenario.js';

/** Many scenarios in one world, each at its baseline, before anybody has changed anything. */
export interface Stage {
  readonly rig: Rig;
  readonly places: readonly Placed[];
  /** Ids of the notifications that people got, one for each time. */
  told(): readonly string[];
  stop(): Promise<void>;
}

/** Whether the bucket is created by the change itself: then nobody has ever seen it as declared. */
export const isBornLater = ({ change }: Scenario): boolean =>
  change.some(({ operation }) => operation === 'CreateBucket');

/** Sets the stage. No event tells of any of it: the bus drops everything until it is turned. */
export async function setStage(scenarios: readonly Scenario[]): Promise<Stage> {
  const places = placed(scenarios);
  const accounts = [...new Set([account, ...places.map((place) => place.account)])];
  const people = await webhookReceiver((response) => response.end('ok'));
  const role = (id: string): string =>
    id === account ? '{}' : `{ role: "arn:aws:iam::${id}:role/snapback-away" }`;
  const rig = await startRig('', {
    accounts: [...accounts, foreigner],
    enrolled: accounts.map((id) => `  "${id}": ${role(id)}\n`).join(''),
    // A busy machine is no fault of S3's.
    around: { SNAPBACK_WEBHOOK_URL: String(people.url), SNAPBACK_REQUEST_TIMEOUT: '30s' },
    bus: { drop: 1 },
  });
  await rig.declare(places.flatMap((place) => baselineOf(rig, place)).join('---\n'));
  await rig.intruder.s3.send(new CreateBucketCommand({ Bucket: logBucket }));
  const stranger = clientsOf(rig.aws.endpoint, rig.aws.credentialsFor(foreigner));
  await createDestination(rig.intruder.s3, copies.copies);
  await createDestination(stranger.s3, copies.foreignCopies);
  for (const place of places) {
    const { scenario } = place;
    if (scenario.on === 'bucket' && !isBornLater(scenario))
      await rig.intruder.s3.send(new CreateBucketCommand({ Bucket: place.bucket }));
    rig.aws.world.oracle.declare(place.bucket, filled(rig, place, scenario.permits));
    for (const call of scenario.state) await send(rig, place, 'root', call);
  }
  await rig.onboard();
  // Calls that a busy machine did not answer in time are made again; then everything is seen to be as declared.
  await until(
    async () =>
      Object.entries(await applyTo(await rig.tools(), [], true)).flatMap(([target, outcomes]) =>
        Object.entries(outcomes).map(([aspect, outcome]) => `${target} ${aspect} ${outcome}`),
      ),
    (lines) => lines.length > 0 && lines.every((line) => line.endsWith(' clean')),
    150_000,
    (lines) => lines.filter((line) => !line.endsWith(' clean')),
  );
  return {
    rig,
    places,
    told: () => people.posts.map(({ headers }) => String(headers['idempotency-key'])),
    async stop() {
      await rig.stop();
      await people.close();
    },
  };
}

async function createDestination(s3: S3Client, Bucket: string): Promise<void> {
  await s3.send(new CreateBucketCommand({ Bucket }));
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
}

/** YAML takes JSON as it is. */
function baselineOf(rig: Rig, place: Placed): readonly string[] {
  const { baseline } = place.scenario;
  if (baseline === 'none') return [];
  const select = place.scenario.on === 'bucket' ? { buckets: [place.bucket] } : { accounts: [place.account] };
  return [`${JSON.stringify({ name: place.bucket, select, ...filled(rig, place, baseline) })}\n`];
}

/** Has a scenario's change made, and gives CloudTrail's records of it. */
export async function change(rig: Rig, place: Placed): Promise<readonly CloudTrailRecord[]> {
  const records: CloudTrailRecord[] = [];
  for (const call of place.scenario.change) {
    const { requestId } = await send(rig, place, place.scenario.by, call).catch((cause: unknown) => {
      throw new Error(`'${place.scenario.name}' (${place.bucket}): ${call.operation} is refused: ${cause}`, {
        cause,
      });
    });
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
  for (const owner of new Set([account, ...places.map((place) => place.account)])) {
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
