import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  GetBucketLifecycleConfigurationCommand,
  PutBucketAclCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyTo } from '../../controller/cli/apply.js';
import type { Incident } from '../../controller/domain/incident.js';
import type { Controller } from '../../controller/runtime/controller.js';
import { bucketOf, untilIncidents } from '../rig/book.js';
import { account, createFleet, dataBaseline, namesOf } from '../rig/fleet.js';
import { untilScans } from '../rig/passes.js';
import { untilHealed } from '../rig/plant.js';
import { type Rig, startRig } from '../rig/rig.js';
import { until } from '../rig/wait.js';
import { wrongWith } from '../rig/wrong.js';

const names = namesOf(3);
let rig: Rig;
let controller: Controller;
const written = (): number => rig.aws.world.calls.mutationsByController.length;
const isProposed = ({ outcome, status }: Incident): boolean => outcome === 'proposed' && status === 'open';

beforeAll(async () => {
  rig = await startRig(dataBaseline);
  await createFleet(rig.intruder.s3, names);
  await (await rig.tools()).createTable();
  controller = await rig.start();
});
afterAll(() => rig.stop());

test('buckets that were never verified are told of and left as they are, until a person applies', async () => {
  // What AWS gives to a new bucket satisfies the block, the ownership and the ACL.
  const missing = ['bucketPolicy', 'encryption', 'lifecycle', 'logging', 'tagging', 'versioning'];
  const incidents = await untilIncidents(
    rig,
    (all) => all.length >= names.length * missing.length && all.every(isProposed),
  );
  expect(incidents.map((one) => [bucketOf(one), one.aspect, one.cause])).toEqual(
    names.flatMap((name) => missing.map((aspect) => [name, aspect, 'onboarding'])),
  );
  await untilScans(rig, 2);
  expect(written()).toBe(0);

  await applyTo(await rig.tools(), [], false);
  for (const name of names) expect(await wrongWith(rig.intruder.s3, name)).toEqual([]);
  const after = await untilIncidents(rig, (all) => all.every(({ status }) => status === 'closed'));
  expect(after.map(({ id, outcome }) => [id, outcome])).toEqual(incidents.map(({ id }) => [id, 'reverted']));
});

test('a bucket that is born open under watch is closed by itself', async () => {
  const { s3 } = rig.intruder;
  const Bucket = 'data-born';
  expect((await (await rig.ledger()).scanCursor(account))?.completedAt).toBeDefined();
  await s3.send(new CreateBucketCommand({ Bucket, ObjectOwnership: 'ObjectWriter' }));
  await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
  // The controller may be fast enough to have disabled ACLs again: then S3 refuses, and the door was never open.
  await s3.send(new PutBucketAclCommand({ Bucket, ACL: 'public-read' })).catch(() => {});
  await untilHealed(rig, [Bucket], 20_000);
  expect(rig.aws.world.oracle.grants(Bucket)).toEqual([]);
  const incidents = await untilIncidents(rig, (all) => all.every(({ status }) => status === 'closed'));
  const own = incidents.filter((one) => bucketOf(one) === Bucket);
  expect(new Set(own.map(({ cause }) => cause))).toEqual(new Set(['drift']));
  expect(own.map(({ aspect }) => aspect)).toContain('ownershipControls');
});

test('a changed baseline is rolled out by a person', async () => {
  await controller.stop(2_000);
  await rig.declare(dataBaseline.replace('DaysAfterInitiation: 7', 'DaysAfterInitiation: 3'));
  const before = written();
  const told = (await untilIncidents(rig, () => true)).map(({ id }) => id);
  await rig.start();
  const all = [...names, 'data-born'].sort();
  const fresh = (incidents: readonly Incident[]) => incidents.filter(({ id }) => !told.includes(id));
  const found = await untilIncidents(
    rig,
    (now) => fresh(now).length === all.length && fresh(now).every(isProposed),
  );
  expect(fresh(found).map((one) => [bucketOf(one), one.aspect, one.cause])).toEqual(
    all.map((name) => [name, 'lifecycle', 'rollout']),
  );
  await untilScans(rig, 2);
  expect(written()).toBe(before);

  await applyTo(await rig.tools(), [], false);
  for (const Bucket of all) {
    const { Rules } = await rig.intruder.s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
    expect(Rules?.[0]?.AbortIncompleteMultipartUpload?.DaysAfterInitiation).toBe(3);
  }
  await until(
    async () => fresh(await untilIncidents(rig, () => true)).map(({ status }) => status),
    (open) => open.every((status) => status === 'closed'),
    10_000,
  );
  expect(rig.aws.world.oracle.violations).toEqual([]);
});
