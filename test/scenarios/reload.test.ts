import {
  CreateBucketCommand,
  GetBucketVersioningCommand,
  PutBucketVersioningCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bucketOf, untilIncidents } from '../rig/book.js';
import { type Rig, startRig } from '../rig/rig.js';
import { until } from '../rig/wait.js';

const holding = (aspects: string): string => `
name: data
select: { buckets: ['data-*'] }
aspects: { ${aspects} }
`;
const Bucket = 'data-one';
/** Nothing ever happens to it. */
const quiet = 'data-quiet';
let rig: Rig;
const versioning = async () =>
  (await rig.intruder.s3.send(new GetBucketVersioningCommand({ Bucket }))).Status;
const suspend = () =>
  rig.intruder.s3.send(
    new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Suspended' } }),
  );
const written = (): number => rig.aws.world.calls.mutationsByController.length;

beforeAll(async () => {
  // Scans are rare here, so that what is looked at is looked at because the files changed.
  rig = await startRig(holding('versioning: { Status: Enabled }'), {
    around: { SNAPBACK_RELOAD_EVERY: '150ms', SNAPBACK_SCAN_EVERY: '1h' },
  });
  for (const name of [Bucket, quiet]) await rig.intruder.s3.send(new CreateBucketCommand({ Bucket: name }));
  await rig.onboard();
  await rig.start();
});
afterAll(() => rig.stop());

test('a broken edit is told of and changes nothing: drift goes on to be put back', async () => {
  await rig.declare('name: data\nselect: [');
  const [told] = await untilIncidents(rig, (all) =>
    all.some(({ outbox, escalation }) => escalation !== undefined && outbox.length === 0),
  );
  expect(told).toMatchObject({
    aspect: 'catalogue',
    status: 'open',
    escalation: { runbook: expect.stringContaining('baselines.yaml:2') },
  });
  await suspend();
  await until(versioning, (status) => status === 'Enabled', 15_000);
  const standing = await untilIncidents(rig, (all) => all.some(({ outcome }) => outcome === 'reverted'));
  expect(standing).toMatchObject([
    { aspect: 'catalogue', status: 'open' },
    { aspect: 'versioning', outcome: 'reverted' },
  ]);
});

test('what is new in the files is looked at by itself, and proposed but not written', async () => {
  const before = written();
  await rig.declare(
    holding('versioning: { Status: Enabled }, logging: { TargetBucket: logs, TargetPrefix: a/ }'),
  );
  const all = await untilIncidents(
    rig,
    (some) =>
      some.filter(({ aspect, outcome }) => aspect === 'logging' && outcome === 'proposed').length === 2,
  );
  expect(all.find((one) => one.aspect === 'logging' && bucketOf(one) === quiet)).toMatchObject({
    // A re-check of an earlier look may come first.
    channel: expect.stringMatching(/^(?:catalogue|recheck)$/),
    cause: 'onboarding',
    status: 'open',
  });
  expect(all.find(({ aspect }) => aspect === 'catalogue')).toMatchObject({
    status: 'closed',
    outcome: 'clean',
  });

  await rig.declare(holding('versioning: { Status: Suspended }'));
  const changed = await untilIncidents(rig, (some) =>
    some.some(({ aspect, outcome }) => aspect === 'versioning' && outcome === 'proposed'),
  );
  expect(changed.findLast(({ aspect }) => aspect === 'versioning')).toMatchObject({ cause: 'rollout' });
  expect(await versioning()).toBe('Enabled');
  expect(written()).toBe(before);
});
