import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  PutBucketVersioningCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clientsOf } from '../local/gateway-clients.js';
import { bucketOf, untilIncidents } from '../rig/book.js';
import { account, foreigner } from '../rig/fleet.js';
import { untilScans } from '../rig/passes.js';
import { type Rig, startRig } from '../rig/rig.js';
import { until } from '../rig/wait.js';

const baseline = `
name: data
select:
  buckets: ['data-*']
aspects:
  publicAccessBlock: {}
  versioning: { Status: Enabled }
`;
const stranger = '777788889999';
const owners = [
  { owner: account, bucket: 'data-home' },
  { owner: foreigner, bucket: 'data-away' },
  { owner: stranger, bucket: 'data-strange' },
];
let rig: Rig;
const s3Of = (owner: string) => clientsOf(rig.aws.endpoint, rig.aws.credentialsFor(owner, 'contractor')).s3;

beforeAll(async () => {
  rig = await startRig(baseline, {
    accounts: owners.map(({ owner }) => owner),
    enrolled: `  "${account}": {}\n  "${foreigner}": { role: "arn:aws:iam::${foreigner}:role/snapback-away" }\n`,
  });
  for (const { owner, bucket: Bucket } of owners) {
    await s3Of(owner).send(new CreateBucketCommand({ Bucket }));
    const VersioningConfiguration = { Status: 'Enabled' } as const;
    await s3Of(owner).send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  }
  await rig.onboard();
  await rig.start();
});
afterAll(() => rig.stop());

test('drift in both enrolled accounts is healed, and the third is none of our business', async () => {
  const { world } = rig.aws;
  for (const { owner, bucket: Bucket } of owners) {
    await s3Of(owner).send(new DeletePublicAccessBlockCommand({ Bucket }));
    const VersioningConfiguration = { Status: 'Suspended' } as const;
    await s3Of(owner).send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  }
  const state = async (owner: string, Bucket: string) => {
    const s3 = s3Of(owner);
    const block = await s3.send(new GetPublicAccessBlockCommand({ Bucket })).catch(() => undefined);
    const { Status } = await s3.send(new GetBucketVersioningCommand({ Bucket }));
    return [block?.PublicAccessBlockConfiguration?.RestrictPublicBuckets, Status];
  };
  for (const { owner, bucket } of owners.slice(0, 2)) {
    await until(
      () => state(owner, bucket),
      ([blocked, status]) => blocked === true && status === 'Enabled',
      15_000,
    );
  }
  const incidents = await untilIncidents(
    rig,
    (all) => all.length === 4 && all.every(({ status }) => status === 'closed'),
  );
  expect(incidents.map((one) => [one.target.account, bucketOf(one), one.aspect, one.outcome])).toEqual([
    [foreigner, 'data-away', 'publicAccessBlock', 'reverted'],
    [foreigner, 'data-away', 'versioning', 'reverted'],
    [account, 'data-home', 'publicAccessBlock', 'reverted'],
    [account, 'data-home', 'versioning', 'reverted'],
  ]);
  for (const { principal, account: of } of world.calls.mutationsByController)
    expect(principal.account).toBe(of);

  await untilScans(rig, 4);
  expect(await state(stranger, 'data-strange')).toEqual([undefined, 'Suspended']);
  const strange = world.events.filter(({ recipientAccountId }) => recipientAccountId === stranger);
  expect(strange).toHaveLength(4);
  expect(world.bus.counts.delivered).toBeGreaterThanOrEqual(strange.length);
  expect(world.calls.mutationsByController.filter((call) => call.account === stranger)).toEqual([]);
  expect(await untilIncidents(rig, () => true)).toHaveLength(4);
  expect(world.oracle.violations).toEqual([]);
});
