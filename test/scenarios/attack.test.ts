import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketLoggingCommand,
  PutBucketReplicationCommand,
  PutBucketVersioningCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Incident } from '../../controller/domain/incident.js';
import { clientsOf } from '../local/gateway-clients.js';
import { webhookReceiver } from '../notify/webhook-receiver.js';
import { bucketOf, untilIncidents } from '../rig/book.js';
import { enrol } from '../rig/enrol.js';
import { account, dataBaseline, foreigner } from '../rig/fleet.js';
import { type Rig, startRig } from '../rig/rig.js';
import { until } from '../rig/wait.js';
import { wrongWith } from '../rig/wrong.js';

// Whoever deploys is given an hour, and a scan comes once an hour: only an attack takes that time away.
const actors = `
- id: deployers
  roles: ['arn:aws:iam::${account}:role/deployer-*']
  answer: grace
  why: a run puts right itself what is wrong in between
`;
const [first, second, other, another] = ['data-01', 'data-02', 'data-03', 'data-04'] as const;
let rig: Rig;
let folder: string;
let people: Awaited<ReturnType<typeof webhookReceiver>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'snapback-'));
  await writeFile(join(folder, '_actors.yaml'), actors);
  people = await webhookReceiver((response) => response.end('ok'));
  const around = {
    SNAPBACK_GRACE: '1h',
    SNAPBACK_POLICIES: `policies,${folder}`,
    SNAPBACK_WEBHOOK_URL: String(people.url),
  };
  rig = await startRig(`${dataBaseline}  replication: absent\n`, { around });
  const stranger = clientsOf(rig.aws.endpoint, rig.aws.credentialsFor(foreigner)).s3;
  await stranger.send(new CreateBucketCommand({ Bucket: 'copies-foreign' }));
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  await stranger.send(new PutBucketVersioningCommand({ Bucket: 'copies-foreign', VersioningConfiguration }));
  await enrol(rig, [first, second, other, another]);
  await rig.start({ scanEvery: '1h' });
  // A scan judges without the rule.
  const ledger = await rig.ledger();
  await until(
    () => ledger.scanCursor(account),
    (cursor) => cursor?.completedAt !== undefined,
    30_000,
  );
});
afterAll(async () => {
  await rig.stop();
  await people.close();
  await rm(folder, { recursive: true });
});

const as = (role: string): S3Client => clientsOf(rig.aws.endpoint, rig.aws.credentialsFor(account, role)).s3;

const logsOff = (s3: S3Client, Bucket: string) =>
  s3.send(new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: {} }));
const versionsOff = (s3: S3Client, Bucket: string) =>
  s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Suspended' } }));
const soonGone = (s3: S3Client, Bucket: string) => {
  const Rules = [{ ID: 'a', Status: 'Enabled' as const, Filter: { Prefix: '' }, Expiration: { Days: 1 } }];
  return s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }));
};
const copiedAway = (s3: S3Client, Bucket: string) => {
  const rule = { ID: 'a', Status: 'Enabled' as const, Priority: 1, Filter: { Prefix: '' } };
  const Destination = { Bucket: 'arn:aws:s3:::copies-foreign', Account: foreigner };
  const Rules = [{ ...rule, DeleteMarkerReplication: { Status: 'Disabled' as const }, Destination }];
  const ReplicationConfiguration = { Role: `arn:aws:iam::${account}:role/copy`, Rules };
  return s3.send(new PutBucketReplicationCommand({ Bucket, ReplicationConfiguration }));
};

const at = (all: readonly Incident[], ...names: readonly string[]): readonly Incident[] =>
  all.filter((one) => names.includes(bucketOf(one)));
const told = (all: readonly Incident[]) => all.map((one) => `${bucketOf(one)} ${one.aspect} ${one.outcome}`);
const untilTold = (names: readonly string[], expected: readonly string[]) =>
  untilIncidents(rig, (all) => told(at(all, ...names)).join() === expected.join()).then((all) =>
    at(all, ...names),
  );
const linked = (): readonly string[] =>
  people.posts
    .map(({ headers }) => String(headers['idempotency-key']))
    .filter((key) => key.startsWith('case-'));

test('what four deployers do is no attack: each is given time, and only what lets data out is put back', async () => {
  const before = rig.aws.world.calls.mutationsByController.length;
  await logsOff(as('deployer-1'), other);
  await versionsOff(as('deployer-2'), other);
  await soonGone(as('deployer-3'), another);
  await copiedAway(as('deployer-4'), another);
  const all = await untilTold(
    [other, another],
    [
      `${other} logging inGrace`,
      `${other} versioning inGrace`,
      `${another} lifecycle inGrace`,
      `${another} replication reverted`,
    ],
  );
  expect(all.filter((one) => one.case !== undefined)).toEqual([]);
  expect(await wrongWith(rig.intruder.s3, other)).toEqual(['versioning', 'logging']);
  const writes = rig.aws.world.calls.mutationsByController.slice(before);
  expect(writes.map(({ operation }) => operation)).toEqual(['DeleteBucketReplication']);
  expect(linked()).toEqual([]);
});

test('what one does of it, on two buckets, is one critical case that is given no time', async () => {
  const eve = as('deployer-eve');
  await logsOff(eve, first);
  await versionsOff(eve, first);
  const graced = await untilTold([first], [`${first} logging inGrace`, `${first} versioning inGrace`]);
  expect(graced.filter((one) => one.case !== undefined)).toEqual([]);

  await soonGone(eve, second);
  const healed = [
    `${first} logging reverted`,
    `${first} versioning reverted`,
    `${second} lifecycle reverted`,
  ];
  await untilTold([first, second], healed);
  await copiedAway(eve, second);
  const all = await untilTold([first, second], [...healed, `${second} replication reverted`]);
  for (const name of [first, second]) expect(await wrongWith(rig.intruder.s3, name)).toEqual([]);

  const [id] = new Set(all.map((one) => one.case?.id));
  expect(all.map((one) => [one.severity, one.case?.sequence, one.case?.id, one.status])).toEqual(
    all.map(() => ['critical', 'cover-and-destroy', id, 'closed']),
  );
  for (const { who } of all)
    expect(who.kind === 'known' ? who.actor.arn : who.kind).toContain('deployer-eve');
  await untilIncidents(rig, (found) => found.every(({ outbox }) => outbox.length === 0));
  expect(linked()).toEqual([id]);
  expect(rig.aws.world.oracle.violations).toEqual([]);
});
