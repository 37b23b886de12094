import {
  CreateBucketCommand,
  DeleteBucketPolicyCommand,
  GetBucketPolicyCommand,
  PutBucketPolicyCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { engineFrom } from '../../controller/cli/engine-from.js';
import type { Clock } from '../../controller/domain/ports.js';
import type { Outcome } from '../../controller/domain/response.js';
import { instant } from '../../controller/domain/time.js';
import { reconcile } from '../../controller/engine/reconcile.js';
import { bucket, incidentsOf } from '../rig/book.js';
import { account } from '../rig/fleet.js';
import { type Rig, startRig } from '../rig/rig.js';

// Looks at different times of day, each by tools of its own: all that one knows of the other is in DynamoDB.
const minute = 60_000;
const baseline = `
name: data
select: { buckets: ['data-*'] }
aspects:
  publicAccessBlock: {}
  bucketPolicy:
    rules: { forbid: [public, externalAccounts], restoreDeleted: true }
---
name: firm
select: { buckets: ['firm-*'] }
aspects:
  bucketPolicy:
    rules: { forbid: [public, externalAccounts], restoreDeleted: true, require: [{ template: tlsOnly }] }
`;
const allow = (Bucket: string, role: string) => ({
  Sid: role,
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${account}:role/${role}` },
  Action: 's3:GetObject',
  Resource: `arn:aws:s3:::${Bucket}/*`,
});
const tls = (Bucket: string) => ({
  Sid: 'Tls',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
});
const written = (...Statement: readonly object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Id: 'owners', Statement });
let rig: Rig;

beforeAll(async () => {
  rig = await startRig(baseline);
  await (await rig.tools()).createTable();
});
afterAll(() => rig.stop());

/** A controller's look at this many minutes from now. */
async function lookAfter(minutes: number, name: string): Promise<Readonly<Record<string, Outcome>>> {
  const tools = await rig.tools();
  const clock: Clock = {
    now: () => new Date(tools.clock.now().getTime() + minutes * minute),
    sleep: (ms, signal) => tools.clock.sleep(ms, signal),
  };
  const engine = engineFrom({ ...tools, clock }, await tools.catalogue('auto-revert'), 'auto-revert', {
    reopen: false,
  });
  const { approval: _none, ...unasked } = engine;
  const signals = [{ kind: 'scan', at: instant(clock.now()) }] as const;
  const look = { target: bucket(name), signals, aspects: 'all', round: 0 } as const;
  return Object.fromEntries((await reconcile(unasked, look)).outcomes);
}

async function owned(Bucket: string, policy: string): Promise<void> {
  await rig.intruder.s3.send(new CreateBucketCommand({ Bucket }));
  await rig.intruder.s3.send(new PutBucketPolicyCommand({ Bucket, Policy: policy }));
}
const gone = (Bucket: string) => rig.intruder.s3.send(new DeleteBucketPolicyCommand({ Bucket }));
const policyOf = async (Bucket: string): Promise<string | undefined> =>
  (await rig.intruder.s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy;

test('a policy that two looks an hour apart found good comes back to the letter when it is deleted', async () => {
  const name = 'data-kept';
  const policy = written(allow(name, 'reader'), tls(name), allow(name, 'writer'));
  await owned(name, policy);
  for (const minutes of [0, 30, 61])
    expect(await lookAfter(minutes, name)).toMatchObject({ bucketPolicy: 'clean' });
  await gone(name);
  expect(await lookAfter(62, name)).toMatchObject({ bucketPolicy: 'reverted' });
  expect(await policyOf(name)).toBe(policy);
  expect(await lookAfter(63, name)).toMatchObject({ bucketPolicy: 'clean' });
});

test('one that was good for less than an hour does not', async () => {
  const name = 'data-young';
  await owned(name, written(allow(name, 'reader'), tls(name)));
  for (const minutes of [0, 59])
    expect(await lookAfter(minutes, name)).toMatchObject({ bucketPolicy: 'clean' });
  await gone(name);
  expect(await lookAfter(62, name)).toMatchObject({ bucketPolicy: 'clean' });
  await expect(policyOf(name)).rejects.toMatchObject({ name: 'NoSuchBucketPolicy' });
});

test('in its place comes what is required, and nobody is let in', async () => {
  const name = 'firm-young';
  await owned(name, written(allow(name, 'reader'), tls(name)));
  for (const minutes of [0, 59])
    expect(await lookAfter(minutes, name)).toMatchObject({ bucketPolicy: 'clean' });
  await gone(name);
  expect(await lookAfter(62, name)).toMatchObject({ bucketPolicy: 'reverted' });
  const { Statement } = JSON.parse((await policyOf(name)) ?? '');
  expect(Statement).toMatchObject([{ Effect: 'Deny', Condition: tls(name).Condition }]);
  expect(Statement).toHaveLength(1);
});

test('what was slipped in a moment before is not what comes back', async () => {
  const name = 'data-slipped';
  const policy = written(allow(name, 'reader'), tls(name));
  await owned(name, policy);
  for (const minutes of [0, 61]) await lookAfter(minutes, name);
  const slipped = written(allow(name, 'reader'), allow(name, 'eve'), tls(name));
  await rig.intruder.s3.send(new PutBucketPolicyCommand({ Bucket: name, Policy: slipped }));
  expect(await lookAfter(62, name)).toMatchObject({ bucketPolicy: 'clean' });
  await gone(name);
  expect(await lookAfter(63, name)).toMatchObject({ bucketPolicy: 'reverted' });
  expect(await policyOf(name)).toBe(policy);
});

test('each of it is one incident, healed', async () => {
  const told = (await incidentsOf(rig)).map(({ target, aspect, policy, status }) => [
    'name' in target ? target.name : target.account,
    aspect,
    policy.id,
    status,
  ]);
  expect(told).toEqual(
    ['data-kept', 'data-slipped', 'firm-young'].map((name) => [
      name,
      'bucketPolicy',
      'bucket-policy.removed',
      'closed',
    ]),
  );
  expect(rig.aws.world.oracle.violations).toEqual([]);
});
