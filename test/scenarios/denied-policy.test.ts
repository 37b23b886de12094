import { GetBucketPolicyCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { untilIncidents } from '../rig/book.js';
import { enrol } from '../rig/enrol.js';
import { dataBaseline } from '../rig/fleet.js';
import { isController, untilScans } from '../rig/passes.js';
import { driftNamed, plant, untilHealed } from '../rig/plant.js';
import { type Rig, startRig } from '../rig/rig.js';
import { until } from '../rig/wait.js';
import { wrongWith } from '../rig/wrong.js';

const name = 'data-01';
const hostile = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${name}/*` },
    {
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: 's3:GetBucketPolicy',
      Resource: `arn:aws:s3:::${name}`,
    },
  ],
});
let rig: Rig;

beforeAll(async () => {
  rig = await startRig(dataBaseline);
  await enrol(rig, [name]);
  await rig.start();
});
afterAll(() => rig.stop());

test('a policy that the controller may not read is told of and not written, and the block is put back', async () => {
  const { world } = rig.aws;
  const denial = world.faults.add({
    fault: { kind: 'denied' },
    operation: 'GetBucketPolicy',
    principal: isController,
  });
  const before = world.calls.mutationsByController.length;
  await plant(rig, name, driftNamed('deletes the public access block'));
  await rig.intruder.s3.send(new PutBucketPolicyCommand({ Bucket: name, Policy: hostile }));
  expect(world.oracle.grants(name)).toContain('world:read');

  await until(
    () => wrongWith(rig.intruder.s3, name),
    (wrong) => wrong.join() === 'bucketPolicy',
    15_000,
  );
  expect(world.oracle.grants(name)).toEqual([]);
  await untilScans(rig, 2);
  const operations = world.calls.mutationsByController.slice(before).map(({ operation }) => operation);
  expect(operations).toEqual(['PutPublicAccessBlock']);
  expect((await rig.intruder.s3.send(new GetBucketPolicyCommand({ Bucket: name }))).Policy).toBe(hostile);
  const incidents = await untilIncidents(rig, (found) => found.length >= 2);
  expect(incidents.map(({ aspect, finding, outcome, status }) => [aspect, finding, outcome, status])).toEqual(
    [
      ['bucketPolicy', 'unreadable', 'unreadable', 'open'],
      ['publicAccessBlock', 'difference', 'reverted', 'closed'],
    ],
  );

  denial.remove();
  await untilHealed(rig, [name]);
  const after = await untilIncidents(
    rig,
    (found) => found.length >= 3 && found.every(({ status }) => status === 'closed'),
  );
  expect(after.map(({ aspect, finding, outcome }) => [aspect, finding, outcome])).toEqual([
    ['bucketPolicy', 'unreadable', 'clean'],
    ['bucketPolicy', 'difference', 'reverted'],
    ['publicAccessBlock', 'difference', 'reverted'],
  ]);
  expect(world.oracle.violations).toEqual([]);
});
