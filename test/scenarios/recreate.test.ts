import {
  CreateBucketCommand,
  DeleteBucketCommand,
  GetBucketLocationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyTo } from '../../controller/cli/apply.js';
import { plansFor } from '../../controller/cli/plan.js';
import type { Incident } from '../../controller/domain/incident.js';
import type { Controller } from '../../controller/runtime/controller.js';
import { clientsOf } from '../local/gateway-clients.js';
import { bucketOf, incidentsOf, untilIncidents } from '../rig/book.js';
import { account, foreigner } from '../rig/fleet.js';
import { untilScans } from '../rig/passes.js';
import { type Rig, startRig } from '../rig/rig.js';
import { until } from '../rig/wait.js';
import { createSites, siteNow } from '../rig/website.js';

const [told, abroad, sniped, site, dry] = [
  'data-told',
  'data-abroad',
  'data-sniped',
  'www-site',
  'dry-run-only',
] as const;
const held = `
name: data
recreate: hold-name
select: { buckets: ['data-*'] }
aspects:
  publicAccessBlock: {}
  versioning: { Status: Enabled }
---
name: sites
recreate: hold-name
select: { buckets: ['www-*'] }
aspects:
  publicAccessBlock: { BlockPublicAcls: false, IgnorePublicAcls: false, BlockPublicPolicy: false, RestrictPublicBuckets: false }
  bucketPolicy:
    Version: '2012-10-17'
    Statement:
      - { Effect: Allow, Principal: '*', Action: s3:GetObject, Resource: 'arn:aws:s3:::\${bucket}/*' }
reopen: { publicAccessBlock: auto, bucketPolicy: auto }
---
name: quiet
recreate: hold-name
mode: dry-run
select: { buckets: ['dry-*'] }
aspects:
  publicAccessBlock: {}
`;
let rig: Rig;
let controller: Controller;
let onboarded = 0;
const all = {
  RestrictPublicBuckets: true,
  BlockPublicPolicy: true,
  IgnorePublicAcls: true,
  BlockPublicAcls: true,
};
const open = { reopen: false };

beforeAll(async () => {
  rig = await startRig(held);
  rig.aws.world.bus.turn({ drop: 1 });
  const irish = clientsOf(rig.aws.endpoint, rig.aws.credentialsFor(account, 'contractor'), 'eu-west-1');
  for (const Bucket of [told, sniped, dry]) await rig.intruder.s3.send(new CreateBucketCommand({ Bucket }));
  const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' } as const;
  await irish.s3.send(new CreateBucketCommand({ Bucket: abroad, CreateBucketConfiguration }));
  await createSites(rig, [site]);
  controller = await rig.start();
  await untilScans(rig, 2);
  onboarded = rig.aws.world.calls.mutationsByController.length;
});
afterAll(() => rig.stop());

const remove = async (Bucket: string, region = 'us-east-1'): Promise<void> => {
  const by = clientsOf(rig.aws.endpoint, rig.aws.credentialsFor(account, 'contractor'), region);
  await by.s3.send(new DeleteBucketCommand({ Bucket }));
};
const written = (name: string): readonly string[] =>
  rig.aws.world.calls.mutationsByController
    .slice(onboarded)
    .filter(({ bucket }) => bucket === name)
    .map(({ operation }) => operation);
const about = (incidents: readonly Incident[], name: string): readonly (readonly string[])[] =>
  incidents
    .filter((one) => bucketOf(one) === name)
    .map(({ aspect, status, outcome }) => [aspect, status, outcome]);
const untilEnds = (name: string, ends: readonly (readonly string[])[]) =>
  untilIncidents(rig, (found) => JSON.stringify(about(found, name)) === JSON.stringify(ends), 40_000);

test.each([
  [told, 'us-east-1', undefined],
  [abroad, 'eu-west-1', 'eu-west-1'],
])('%s is created again in %s, closed, and as declared', async (Bucket, region, location) => {
  const { s3 } = clientsOf(rig.aws.endpoint, rig.aws.credentialsFor(account, 'contractor'), region);
  await remove(Bucket, region);
  await untilEnds(Bucket, [
    ['existence', 'closed', 'reverted'],
    ['versioning', 'closed', 'reverted'],
  ]);
  expect(written(Bucket)).toEqual(['CreateBucket', 'PutPublicAccessBlock', 'PutBucketVersioning']);
  await s3.send(new HeadBucketCommand({ Bucket, ExpectedBucketOwner: account }));
  expect((await s3.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint).toBe(location);
  const block = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
  expect(block.PublicAccessBlockConfiguration).toEqual(all);
  const { OwnershipControls } = await s3.send(new GetBucketOwnershipControlsCommand({ Bucket }));
  expect(OwnershipControls?.Rules).toEqual([{ ObjectOwnership: 'BucketOwnerEnforced' }]);
  expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe('Enabled');
  expect(rig.aws.world.oracle.grants(Bucket)).toEqual([]);
});

test('a site is created again as a closed bucket, and opened by a human alone', async () => {
  await remove(site);
  await untilEnds(site, [
    ['bucketPolicy', 'open', 'proposed'],
    ['existence', 'closed', 'reverted'],
    ['publicAccessBlock', 'open', 'proposed'],
  ]);
  await untilScans(rig, 2);
  expect(written(site)).toEqual(['CreateBucket', 'PutPublicAccessBlock']);
  expect(await siteNow(rig, site)).toMatchObject({ policy: undefined, on: Object.keys(all).sort() });
  expect(rig.aws.world.oracle.grants(site)).toEqual([]);
  await applyTo(await rig.tools(), [site], true);
  expect(await siteNow(rig, site)).toMatchObject({ policy: expect.stringContaining('Allow'), on: [] });
});

test('a name that a stranger takes first is never written to', async () => {
  const { s3 } = clientsOf(rig.aws.endpoint, rig.aws.credentialsFor(foreigner, 'sniper'));
  await remove(sniped);
  await s3.send(new CreateBucketCommand({ Bucket: sniped }));
  const found = await until(
    () => incidentsOf(rig),
    (now) => about(now, sniped).some(([, status, outcome]) => status === 'open' && outcome === 'taken'),
    40_000,
  );
  await untilScans(rig, 2);
  expect(about(found, sniped).at(-1)).toEqual(['existence', 'open', 'taken']);
  // At most it was asked for, and refused.
  expect(written(sniped).filter((operation) => operation !== 'CreateBucket')).toEqual([]);
  expect(rig.aws.world.buckets.get(sniped)?.account).toBe(foreigner);
});

test('in dry-run it is proposed and shown by a plan, and only a human has it sent', async () => {
  await remove(dry);
  await untilEnds(dry, [['existence', 'open', 'proposed']]);
  const tools = await rig.tools();
  const { plans } = await plansFor(tools, [], open);
  expect(
    plans.map(({ target, steps }) => [target, ...steps.map(({ operation }) => operation)]),
  ).toContainEqual([dry, 'CreateBucket', 'PutPublicAccessBlock']);
  expect(plans.find(({ target }) => target === sniped)?.steps).toEqual([]);
  await untilScans(rig, 2);
  expect(written(dry)).toEqual([]);
  await expect(rig.intruder.s3.send(new HeadBucketCommand({ Bucket: dry }))).rejects.toMatchObject({
    name: 'NotFound',
  });
  await controller.stop(2_000);
  await rig.declare(held.replace('mode: dry-run\n', ''));
  await applyTo(await rig.tools(), [dry], false);
  await rig.intruder.s3.send(new HeadBucketCommand({ Bucket: dry }));
  expect(written(dry)).toEqual(['CreateBucket', 'PutPublicAccessBlock']);
  expect(rig.aws.world.oracle.violations).toEqual([]);
});
