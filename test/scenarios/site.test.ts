import { PutBucketPolicyCommand, PutPublicAccessBlockCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyTo } from '../../controller/cli/apply.js';
import { bucketOf, untilIncidents } from '../rig/book.js';
import { siteBaseline } from '../rig/fleet.js';
import { untilScans } from '../rig/passes.js';
import { type Rig, startRig } from '../rig/rig.js';
import {
  createSites,
  declaredPolicy,
  doneByController,
  foreignPolicy,
  hostilePolicy,
  siteNow,
} from '../rig/website.js';

const [shut, hostile, shared] = ['www-shut', 'www-hostile', 'www-shared'];
let rig: Rig;

beforeAll(async () => {
  rig = await startRig(siteBaseline);
  await createSites(rig, [shut, hostile, shared]);
  await rig.start();
});
afterAll(() => rig.stop());

const past = (name: string): number => rig.aws.world.oracle.history(name).length;
const incidentOf = (name: string, aspect: string, outcome: string) =>
  untilIncidents(rig, (all) =>
    all.some((one) => bucketOf(one) === name && one.aspect === aspect && one.outcome === outcome),
  );
const twoScans = (): Promise<void> => untilScans(rig, 2);

test('a site that a responder has shut is opened by a person only', async () => {
  const { s3 } = rig.intruder;
  const all = {
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: true,
    RestrictPublicBuckets: true,
  };
  const before = past(shut);
  await s3.send(new PutPublicAccessBlockCommand({ Bucket: shut, PublicAccessBlockConfiguration: all }));
  await incidentOf(shut, 'publicAccessBlock', 'proposed');
  await twoScans();
  expect(doneByController(rig, shut, before)).toEqual([]);
  expect((await siteNow(rig, shut)).on).toEqual(Object.keys(all).sort());

  await applyTo(await rig.tools(), [shut], false);
  expect((await siteNow(rig, shut)).on).toEqual(Object.keys(all).sort());
  await applyTo(await rig.tools(), [shut], true);
  expect(await siteNow(rig, shut)).toEqual({ policy: declaredPolicy(shut), on: [] });
  expect(rig.aws.world.oracle.grants(shut)).toEqual(['world:read']);
  const incidents = await incidentOf(shut, 'publicAccessBlock', 'reverted');
  expect(incidents.filter((one) => bucketOf(one) === shut)).toHaveLength(1);
});

test('a site whose policy lets the world write is healed behind closed doors', async () => {
  const before = past(hostile);
  await rig.intruder.s3.send(new PutBucketPolicyCommand({ Bucket: hostile, Policy: hostilePolicy(hostile) }));
  expect(rig.aws.world.oracle.grants(hostile)).toEqual(['world:read', 'world:write']);
  const incidents = await incidentOf(hostile, 'bucketPolicy', 'reverted');
  await twoScans();
  expect(doneByController(rig, hostile, before)).toEqual([
    ['PutPublicAccessBlock'],
    ['PutBucketPolicy'],
    ['PutPublicAccessBlock'],
    ['PutPublicAccessBlock', 'world:read'],
  ]);
  expect(await siteNow(rig, hostile)).toEqual({ policy: declaredPolicy(hostile), on: [] });
  expect(incidents.filter((one) => bucketOf(one) === hostile)).toHaveLength(1);
});

test('a site that was given to a foreign account is taken from it at once, and given back by a person', async () => {
  const before = past(shared);
  await rig.intruder.s3.send(new PutBucketPolicyCommand({ Bucket: shared, Policy: foreignPolicy(shared) }));
  expect(rig.aws.world.oracle.grants(shared)).toEqual(['account:444455556666:read']);
  const incidents = await incidentOf(shared, 'bucketPolicy', 'proposed');
  expect(rig.aws.world.oracle.grants(shared)).toEqual([]);
  expect(doneByController(rig, shared, before)).toEqual([['DeleteBucketPolicy']]);
  const [incident, ...others] = incidents.filter((one) => bucketOf(one) === shared);
  expect(others).toEqual([]);
  expect(incident?.proposal?.steps.map(({ operation }) => operation)).toContain('PutBucketPolicy');
  await twoScans();
  expect(rig.aws.world.oracle.grants(shared)).toEqual([]);

  await applyTo(await rig.tools(), [shared], true);
  await incidentOf(shared, 'bucketPolicy', 'reverted');
  expect(await siteNow(rig, shared)).toEqual({ policy: declaredPolicy(shared), on: [] });
  expect(rig.aws.world.oracle.grants(shared)).toEqual(['world:read']);
});

test('at no instant was a site more open than found or declared', () => {
  expect(rig.aws.world.oracle.violations).toEqual([]);
});
