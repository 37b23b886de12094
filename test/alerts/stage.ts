import { CreateBucketCommand, PutBucketVersioningCommand, type S3Client } from '@aws-sdk/client-s3';
import { applyTo } from '../../controller/cli/apply.js';
import { plansFor } from '../../controller/cli/plan.js';
import { clientsOf } from '../local/gateway-clients.js';
import { webhookReceiver } from '../notify/webhook-receiver.js';
import { account, foreigner, logBucket } from '../rig/fleet.js';
import { type Rig, startRig } from '../rig/rig.js';
import { until } from '../rig/wait.js';
import { ownIn, setUpOwn } from './own.js';
import { clientsFor, copies, filled, type Placed, send } from './place.js';
import type { Scenario } from './scenario.js';
import { commandOf } from './sdk-words.js';

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
export async function setStage(places: readonly Placed[]): Promise<Stage> {
  const accounts = enrolledIn(places);
  const people = await webhookReceiver((response) => response.end('ok'));
  const role = (id: string): string =>
    id === account ? '{}' : `{ role: "arn:aws:iam::${id}:role/snapback-away" }`;
  const rig = await startRig('', {
    accounts: [...accounts, foreigner],
    enrolled: accounts.map((id) => `  "${id}": ${role(id)}\n`).join(''),
    around: {
      SNAPBACK_WEBHOOK_URL: String(people.url),
      // A busy machine is no fault of S3's.
      SNAPBACK_REQUEST_TIMEOUT: '30s',
      SNAPBACK_LEASE: '60s',
      SNAPBACK_RECHECKS: '2s',
      SNAPBACK_REVERTS_PER_HOUR: '0',
      SNAPBACK_OWN_RESOURCES: places.flatMap(ownIn).join(),
    },
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
    await setUpOwn(rig, place);
    for (const call of scenario.state) await send(rig, place, 'root', call);
  }
  await conform(rig);
  await (await rig.tools()).createTable();
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

/** The accounts that are enrolled. */
export const enrolledIn = (places: readonly Placed[]): readonly string[] => [
  ...new Set([account, ...places.map((place) => place.account)]),
];

/**
 * Everything is brought to its baseline by its owner, with the calls that a plan names: then the controller comes to
 * know it as it has to be, and has no history of its own with it.
 */
async function conform(rig: Rig): Promise<void> {
  const { plans } = await plansFor(await rig.tools(), [], { reopen: true, relock: true });
  for (const { service, operation, input } of plans.flatMap(({ steps }) => steps)) {
    const { AccountId: owner = account } = input;
    const client = clientsFor(rig, String(owner))[service] as S3Client;
    await client.send(new (commandOf({ service, operation, input }))(input));
  }
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
