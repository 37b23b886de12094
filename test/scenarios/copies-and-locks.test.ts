import {
  CreateBucketCommand,
  GetBucketAbacCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketReplicationCommand,
  GetBucketTaggingCommand,
  GetObjectLockConfigurationCommand,
  PutBucketAbacCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketReplicationCommand,
  PutBucketVersioningCommand,
  PutObjectLockConfigurationCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { TagResourceCommand } from '@aws-sdk/client-s3-control';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyTo } from '../../controller/cli/apply.js';
import { clientsOf } from '../local/gateway-clients.js';
import { bucketOf, untilIncidents as untilBook } from '../rig/book.js';
import { account, foreigner } from '../rig/fleet.js';
import { untilScans } from '../rig/passes.js';
import { type Rig, startRig } from '../rig/rig.js';

const role = `arn:aws:iam::${account}:role/copy`;
const rule = (ID: string, to: string, Priority: number) => ({
  ID,
  Status: 'Enabled' as const,
  Priority,
  Filter: {},
  DeleteMarkerReplication: { Status: 'Disabled' as const },
  Destination: { Bucket: `arn:aws:s3:::${to}` },
});
const declaredCopies = { Role: role, Rules: [rule('backup', 'vault', 1)] };
const lock = (relock: string) => `
  versioning: { Status: Enabled }
  objectLock: { Rule: { DefaultRetention: { Mode: COMPLIANCE, Days: 10 } }${relock} }`;
const baselines = `
name: data
select: { buckets: ['data-*'] }
aspects:
  versioning: { Status: Enabled }
  replication: ${JSON.stringify(declaredCopies)}
  notification: { EventBridgeConfiguration: {} }
  objectLock: { Rule: { DefaultRetention: { Mode: GOVERNANCE, Days: 1 } } }
  abac: { Status: Disabled }
  tagging: { team: data }
---
name: legal
select: { buckets: ['legal-*'] }
aspects:${lock('')}
---
name: strict
select: { buckets: ['strict-*'] }
aspects:${lock(', relock: auto')}
`;
const [data, legal, strict] = ['data-orders', 'legal-files', 'strict-files'];

/** Five repairs at once take their time where much else runs. */
const untilIncidents: typeof untilBook = (where, are) => untilBook(where, are, 45_000);

let rig: Rig;
let s3: S3Client;
const written = (): number => rig.aws.world.calls.mutationsByController.length;
const retentionOf = async (Bucket: string) => {
  const { ObjectLockConfiguration: found } = await s3
    .send(new GetObjectLockConfigurationCommand({ Bucket }))
    .catch(() => ({ ObjectLockConfiguration: undefined }));
  return found === undefined ? 'no lock' : found.Rule?.DefaultRetention;
};
const setRetention = (Bucket: string, DefaultRetention?: { Mode: 'COMPLIANCE'; Years: number }) =>
  s3.send(
    new PutObjectLockConfigurationCommand({
      Bucket,
      ObjectLockConfiguration: {
        ObjectLockEnabled: 'Enabled',
        ...(DefaultRetention === undefined ? {} : { Rule: { DefaultRetention } }),
      },
    }),
  );
const complied = { Mode: 'COMPLIANCE', Days: 10 };

beforeAll(async () => {
  rig = await startRig(baselines);
  s3 = rig.intruder.s3;
  const strangers = clientsOf(rig.aws.endpoint, rig.aws.credentialsFor(foreigner, 'stranger')).s3;
  for (const Bucket of [data, legal, strict, 'vault']) await s3.send(new CreateBucketCommand({ Bucket }));
  await strangers.send(new CreateBucketCommand({ Bucket: 'loot' }));
  for (const [client, Bucket] of [
    [s3, 'vault'],
    [strangers, 'loot'],
  ] as const)
    await client.send(
      new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }),
    );
});
afterAll(() => rig.stop());

test('a lock is put by a person who says so, and not by one who only applies', async () => {
  await rig.onboard();
  expect(await retentionOf(legal)).toBe('no lock');
  expect(await retentionOf(data)).toBe('no lock');
  // What the baseline allows once and for all takes no more than the person's yes.
  expect(await retentionOf(strict)).toEqual(complied);

  await applyTo(await rig.tools(), [], false, { relock: true });
  expect(await retentionOf(legal)).toEqual(complied);
  expect(await retentionOf(data)).toEqual({ Mode: 'GOVERNANCE', Days: 1 });
  await untilIncidents(rig, (all) => all.every(({ status }) => status === 'closed'));
}, 60_000);

test('what leads data elsewhere, locks it up or lets tags decide is put back by itself', async () => {
  await rig.start();
  await s3.send(
    new PutBucketReplicationCommand({
      Bucket: data,
      ReplicationConfiguration: { Role: role, Rules: [...declaredCopies.Rules, rule('sync', 'loot', 2)] },
    }),
  );
  const TopicArn = `arn:aws:sns:us-east-1:${foreigner}:ears`;
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: data,
      NotificationConfiguration: { TopicConfigurations: [{ TopicArn, Events: ['s3:ObjectCreated:*'] }] },
      SkipDestinationValidation: true,
    }),
  );
  await setRetention(data, { Mode: 'COMPLIANCE', Years: 100 });
  await s3.send(new PutBucketAbacCommand({ Bucket: data, AbacStatus: { Status: 'Enabled' } }));
  await rig.intruder.s3control.send(
    new TagResourceCommand({
      AccountId: account,
      ResourceArn: `arn:aws:s3:::${data}`,
      Tags: [{ Key: 'team', Value: 'intruder' }],
    }),
  );
  const hurt = ['abac', 'notification', 'objectLock', 'replication', 'tagging'];
  const incidents = await untilIncidents(rig, (all) => {
    const drifted = all.filter((one) => bucketOf(one) === data && one.cause === 'drift');
    return (
      hurt.every((aspect) => drifted.some((one) => one.aspect === aspect)) &&
      drifted.every(({ status }) => status === 'closed')
    );
  });
  const drifted = incidents.filter(({ cause }) => cause === 'drift');
  expect(new Set(drifted.map(({ outcome }) => outcome))).toEqual(new Set(['reverted']));

  const Bucket = data;
  const { ReplicationConfiguration } = await s3.send(new GetBucketReplicationCommand({ Bucket }));
  expect(ReplicationConfiguration).toEqual(declaredCopies);
  const told = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
  expect([told.TopicConfigurations, told.EventBridgeConfiguration]).toEqual([undefined, {}]);
  expect(await retentionOf(data)).toEqual({ Mode: 'GOVERNANCE', Days: 1 });
  const { AbacStatus } = await s3.send(new GetBucketAbacCommand({ Bucket }));
  expect(AbacStatus).toEqual({ Status: 'Disabled' });
  const { TagSet } = await s3.send(new GetBucketTaggingCommand({ Bucket }));
  expect(TagSet).toEqual([{ Key: 'team', Value: 'data' }]);
}, 60_000);

test('a retention that went comes back by itself only where the baseline says so', async () => {
  await setRetention(strict);
  await untilIncidents(rig, (all) =>
    all.some((one) => bucketOf(one) === strict && one.cause === 'drift' && one.outcome === 'reverted'),
  );
  expect(await retentionOf(strict)).toEqual(complied);

  const before = written();
  await setRetention(legal);
  const proposed = await untilIncidents(rig, (all) =>
    all.some((one) => bucketOf(one) === legal && one.outcome === 'proposed'),
  );
  const incident = proposed.find((one) => bucketOf(one) === legal && one.outcome === 'proposed');
  expect(incident?.proposal?.steps).toMatchObject([
    { operation: 'PutObjectLockConfiguration', relocks: true },
  ]);
  await untilScans(rig, 2);
  expect(await retentionOf(legal)).toBeUndefined();
  expect(written()).toBe(before);

  await applyTo(await rig.tools(), [legal], false, { relock: true });
  expect(await retentionOf(legal)).toEqual(complied);
}, 60_000);
