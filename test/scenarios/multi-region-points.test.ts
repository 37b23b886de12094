import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { DeleteMultiRegionAccessPointCommand } from '@aws-sdk/client-s3-control';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ownAlone } from '../contract/multi-region-reads.js';
import { clientsOf } from '../local/gateway-clients.js';
import {
  createMultiRegionPoint,
  multiRegionPolicies,
  type Owner,
  oregon,
  putMultiRegionPolicy,
} from '../local/multi-region-world.js';
import { untilIncidents } from '../rig/book.js';
import { account, foreigner } from '../rig/fleet.js';
import { untilScans } from '../rig/passes.js';
import { type Rig, startRig } from '../rig/rig.js';
import { until } from '../rig/wait.js';

const aspect = 'multiRegionAccessPoints';
const Regions = [{ Bucket: 'data-east' }];
const letting = (alias: string, AWS: string) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS },
      Action: 's3:GetObject',
      Resource: `arn:aws:s3::${account}:accesspoint/${alias}/object/*`,
    },
  ],
});
const baselineOf = (points: readonly object[]): string => `
name: account
select:
  accounts: ['${account}']
aspects:
  ${aspect}: ${JSON.stringify({ AccessPoints: points })}
`;

let rig: Rig;
let intruder: Owner;
let front: string;
const own = (): object => letting(front, `arn:aws:iam::${account}:role/reader`);
const inForce = async (name: string): Promise<unknown> =>
  (await multiRegionPolicies(intruder, name)).established;
const sent = (): readonly string[] =>
  rig.aws.world.calls.mutationsByController.map(({ operation }) => operation);

beforeAll(async () => {
  rig = await startRig(baselineOf([]));
  const { endpoint, credentialsFor } = rig.aws;
  const client = clientsOf(endpoint, credentialsFor(account, 'contractor'), oregon).s3control;
  intruder = { client, AccountId: account };
  await rig.intruder.s3.send(new CreateBucketCommand({ Bucket: 'data-east' }));
  front = await createMultiRegionPoint(intruder, { Name: 'front', Regions });
  await putMultiRegionPolicy(intruder, 'front', own());
  await multiRegionPolicies(intruder, 'front');
  await rig.declare(baselineOf([{ Name: 'front', Regions, Policy: own() }]));
  await rig.onboard();
  await rig.start();
  await untilScans(rig, 2);
});
afterAll(() => rig.stop());

test('a policy that lets strangers in is put back, and a point that nobody listed is shut', async () => {
  expect(sent()).toEqual([]);
  const stranger = await createMultiRegionPoint(intruder, { Name: 'stranger', Regions });
  for (const [name, alias] of [
    ['stranger', stranger],
    ['front', front],
  ] as const)
    await putMultiRegionPolicy(intruder, name, letting(alias, `arn:aws:iam::${foreigner}:root`));
  const isSo = (policies: readonly unknown[]): boolean =>
    JSON.stringify(policies) === JSON.stringify([own(), ownAlone(stranger, intruder)]);
  await until(async () => [await inForce('front'), await inForce('stranger')], isSo, 15_000);
  const incidents = await untilIncidents(
    rig,
    (all) => all.length > 0 && all.every(({ status }) => status === 'closed'),
  );
  expect(new Set(incidents.map((one) => `${one.aspect} ${one.outcome} ${one.policy.id}`))).toEqual(
    new Set([`${aspect} reverted multi-region-access-points.external-share`]),
  );
  const actors = incidents.flatMap(({ who }) => (who.kind === 'known' ? [who.actor.arn] : []));
  expect(actors).toContainEqual(expect.stringContaining('/contractor'));
  expect(new Set(sent())).toEqual(new Set(['PutMultiRegionAccessPointPolicy']));
});

test('a point that was deleted is for people, and nothing is created', async () => {
  const before = sent().length;
  await intruder.client.send(
    new DeleteMultiRegionAccessPointCommand({ AccountId: account, Details: { Name: 'front' } }),
  );
  const [incident] = (
    await untilIncidents(rig, (all) => all.some(({ outcome }) => outcome === 'escalated'))
  ).filter(({ outcome }) => outcome === 'escalated');
  expect(incident).toMatchObject({ aspect, status: 'open' });
  expect(incident?.escalation?.runbook).toContain('is not there');
  expect(sent().slice(before)).toEqual([]);
});
