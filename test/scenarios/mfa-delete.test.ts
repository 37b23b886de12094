import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { incidentsOf, untilIncidents } from '../rig/book.js';
import { untilScans } from '../rig/passes.js';
import { type Rig, startRig } from '../rig/rig.js';

const baseline = `
name: vault
select:
  buckets: ['vault-*']
aspects:
  publicAccessBlock: {}
  versioning: { Status: Enabled, MFADelete: Enabled }
`;
const [lost, locked] = ['vault-lost', 'vault-locked'];
let rig: Rig;

/** Only the root user with its device can do that, so it is done past S3's door. */
const setVersioning = (bucket: string, Status: string, MfaDelete: string): void =>
  void rig.aws.world.buckets.get(bucket)?.documents.set('versioning', { Status, MfaDelete });

beforeAll(async () => {
  rig = await startRig(baseline);
  for (const Bucket of [lost, locked]) {
    await rig.intruder.s3.send(new CreateBucketCommand({ Bucket }));
    setVersioning(Bucket, 'Enabled', 'Enabled');
  }
  await rig.onboard();
  await rig.start();
});
afterAll(() => rig.stop());

test('what takes the root user and its device is told of once, with what to do, and never tried', async () => {
  const before = rig.aws.world.calls.mutationsByController.length;
  setVersioning(lost, 'Enabled', 'Disabled');
  setVersioning(locked, 'Suspended', 'Enabled');
  const first = await untilIncidents(
    rig,
    (all) => all.length === 2 && all.every(({ outcome }) => outcome === 'escalated'),
  );
  await untilScans(rig, 3);
  const later = await incidentsOf(rig);
  expect(later.map(({ id }) => id)).toEqual(first.map(({ id }) => id));
  for (const [place, incident] of later.entries()) {
    expect(incident.status).toBe('open');
    expect(incident.escalation?.runbook).toContain('Only the root user of account 111122223333');
    expect(incident.transitions.map(({ outcome }) => outcome)).toEqual(['detected', 'escalated']);
    expect(incident.looks).toBeGreaterThan(first[place]?.looks ?? 0);
  }
  expect(rig.aws.world.calls.mutationsByController.slice(before)).toEqual([]);

  setVersioning(lost, 'Enabled', 'Enabled');
  setVersioning(locked, 'Enabled', 'Enabled');
  const ended = await untilIncidents(rig, (all) => all.every(({ status }) => status === 'closed'));
  expect(ended.map(({ outcome }) => outcome)).toEqual(['healedElsewhere', 'healedElsewhere']);
});
