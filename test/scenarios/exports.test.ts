import {
  CreateBucketCommand,
  type InventoryConfiguration,
  ListBucketInventoryConfigurationsCommand,
  PutBucketInventoryConfigurationCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bucketOf, untilIncidents } from '../rig/book.js';
import { isController, untilScans } from '../rig/passes.js';
import { type Rig, startRig } from '../rig/rig.js';

/** More than S3 puts on one page, which has 100. */
const declared = Array.from({ length: 102 }, (_, number) => `m${String(number).padStart(3, '0')}`);
const lastDeclared = 'm101';
/** Two that nobody declared, the first and the last of the list. */
const [inFront, behind] = ['a', 'z'];

const baseline = `
name: lists
select:
  buckets: ['lists-*']
aspects:
  metrics:
${declared.map((Id) => `    - Id: ${Id}`).join('\n')}
  inventory:
    - Id: weekly
      IsEnabled: true
      IncludedObjectVersions: Current
      Schedule: { Frequency: Weekly }
      Destination:
        S3BucketDestination: { Bucket: 'arn:aws:s3:::reports', Format: CSV }
`;
const [lost, many, refused] = ['lists-lost', 'lists-many', 'lists-refused'];
let rig: Rig;

/** As the local S3 keeps them. */
const configurations = (ids: readonly string[]): object => Object.fromEntries(ids.map((Id) => [Id, { Id }]));

const listTo = (Id: string, bucket: string): InventoryConfiguration => ({
  Id,
  IsEnabled: true,
  IncludedObjectVersions: 'Current',
  Schedule: { Frequency: 'Weekly' },
  Destination: { S3BucketDestination: { Bucket: `arn:aws:s3:::${bucket}`, Format: 'CSV' } },
});
const plant = (Bucket: string, one: InventoryConfiguration) =>
  rig.intruder.s3.send(
    new PutBucketInventoryConfigurationCommand({ Bucket, Id: one.Id, InventoryConfiguration: one }),
  );
const inventories = async (Bucket: string) =>
  (await rig.intruder.s3.send(new ListBucketInventoryConfigurationsCommand({ Bucket })))
    .InventoryConfigurationList;
/** What the controller did to a bucket, in order. */
const writes = (bucket: string): readonly string[] =>
  rig.aws.world.calls.mutationsByController
    .filter((call) => call.bucket === bucket)
    .map(({ operation, errorCode }) => (errorCode === undefined ? operation : `${operation} ${errorCode}`));
const ended = (bucket: string, outcome: string) =>
  untilIncidents(
    rig,
    (all) => all.some((one) => bucketOf(one) === bucket && one.outcome === outcome),
    40_000,
  );

beforeAll(async () => {
  rig = await startRig(baseline);
  for (const Bucket of [lost, many, refused]) await rig.intruder.s3.send(new CreateBucketCommand({ Bucket }));
  for (const { documents } of rig.aws.world.buckets.values())
    documents.set('metrics', configurations(declared));
  await rig.onboard();
  await rig.start();
});
afterAll(() => rig.stop());

const remove = 'DeleteBucketInventoryConfiguration';

test('a delete whose answer was lost is done although S3 finds nothing the second time', async () => {
  const before = writes(lost).length;
  rig.aws.world.faults.add({
    fault: { kind: 'replyLost' },
    operation: remove,
    bucket: lost,
    principal: isController,
    count: 1,
  });
  await plant(lost, listTo('theirs', 'thiefs'));
  const all = await ended(lost, 'reverted');
  expect(all.filter((one) => bucketOf(one) === lost)).toMatchObject([
    { aspect: 'inventory', status: 'closed', policy: { id: 'inventory.changed' }, severity: 'high' },
  ]);
  expect(writes(lost).slice(before)).toEqual([remove, `${remove} NoSuchConfiguration`]);
  expect(await inventories(lost)).toEqual([listTo('weekly', 'reports')]);
});

test('a declared put that S3 refuses keeps no leak open, and the incident stays open', async () => {
  const denied = rig.aws.world.faults.add({
    fault: { kind: 'denied' },
    operation: 'PutBucketInventoryConfiguration',
    bucket: refused,
    principal: isController,
  });
  rig.aws.world.buckets.get(refused)?.documents.delete('inventory');
  await plant(refused, listTo('theirs', 'thiefs'));
  await ended(refused, 'failed');
  expect(await inventories(refused)).toBeUndefined();
  denied.remove();
  await ended(refused, 'reverted');
  expect(await inventories(refused)).toEqual([listTo('weekly', 'reports')]);
}, 90_000);

test('what stands on the second page of a list is seen, deleted and put back, and then nothing is written', async () => {
  const before = writes(many).length;
  const documents = rig.aws.world.buckets.get(many)?.documents;
  const left = declared.filter((Id) => Id !== lastDeclared);
  documents?.set('metrics', configurations([inFront, ...left, behind]));
  await ended(many, 'reverted');
  const [remove, put] = ['DeleteBucketMetricsConfiguration', 'PutBucketMetricsConfiguration'];
  expect(writes(many).slice(before)).toEqual([remove, remove, put]);
  expect(Object.keys(documents?.get('metrics') as object).sort()).toEqual([...declared]);
  await untilScans(rig, 2);
  expect(writes(many).slice(before)).toEqual([remove, remove, put]);
}, 90_000);
