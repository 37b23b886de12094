import { describe, expect, it } from 'vitest';
import { approveIncidents } from '../../controller/engine/approve-incidents.js';
import { preview } from '../../controller/engine/preview.js';
import { blocked, policies, unblocked } from './access-worlds.js';
import { deleted, enabled, holding, plain } from './deleted.js';
import {
  baselineOf,
  declarationsOf,
  engineIn,
  look,
  passing,
  remembered,
  surroundings,
  target,
} from './world.js';

const made = ['CreateBucket', 'PutPublicAccessBlock'];

describe('a deleted bucket whose name is to be held', () => {
  it('is created again, empty and closed, and then brought to its baseline', async () => {
    const { lookNow, calls, all, ledger, clock, s3, live } = await deleted();
    expect(await lookNow()).toEqual({ existence: 'reverted', versioning: 'reverted' });
    expect(calls()).toEqual([...made, 'PutBucketVersioning']);
    expect(s3.sent[0]?.input).toEqual({
      Bucket: target.name,
      ObjectOwnership: 'BucketOwnerEnforced',
      CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
    });
    expect(live('publicAccessBlock')).toEqual(blocked);
    expect(all()).toEqual([
      ['existence', 'closed', 'reverted'],
      ['versioning', 'closed', 'reverted'],
    ]);
    expect(ledger.all[0]?.escalation?.runbook).toContain('restore its objects');
    expect(ledger.all[0]?.remediatedBy?.requestIds).toHaveLength(2);
    expect(ledger.all[1]?.cause).toBe('drift');
    await clock.advance(120_000);
    expect(await lookNow()).toEqual({ versioning: 'clean' });
    expect(calls()).toHaveLength(3);
  });

  it('has object lock from its first moment where that is declared', async () => {
    const { lookNow, s3 } = await deleted(holding({ versioning: enabled, objectLock: {} }));
    await lookNow();
    expect(s3.sent[0]?.input).toMatchObject({ ObjectLockEnabledForBucket: true });
  });

  it('is only told of where baseline or policy do not allow it', async () => {
    const silent = await deleted(baselineOf({ versioning: enabled }));
    expect(await silent.lookNow()).toEqual({ existence: 'gone' });
    const alerted = await deleted(plain, { response: 'alert' });
    expect(await alerted.lookNow()).toEqual({ existence: 'gone' });
    const ignored = await deleted(plain, { response: 'ignore' });
    expect(await ignored.lookNow()).toEqual({ existence: 'ignored' });
    expect([...silent.calls(), ...alerted.calls(), ...ignored.calls()]).toEqual([]);
  });

  it('is proposed in dry-run, by the controller or by the baseline, and shown by a plan', async () => {
    const { lookNow, lookUnder, calls, ledger, around } = await deleted();
    expect(await lookNow({ mode: 'dry-run' })).toEqual({ existence: 'proposed' });
    expect(await lookUnder({ ...plain, mode: 'dry-run' })).toEqual({ existence: 'proposed' });
    const engine = engineIn(around, { mode: 'dry-run', declarations: declarationsOf(plain) });
    const shown = await passing(around.clock, preview(engine, target, true));
    expect(shown?.decision.repair.steps.map(({ operation }) => operation)).toEqual(made);
    expect(ledger.all[0]?.proposal?.steps.map(({ operation }) => operation)).toEqual(made);
    expect(calls()).toEqual([]);
    expect(await lookNow()).toMatchObject({ existence: 'reverted' });
  });

  it('is created again when a human approves just that, and nothing else is sent', async () => {
    const { lookNow, calls, all, ledger, around } = await deleted();
    await lookNow({ mode: 'dry-run' });
    const engine = engineIn(around, { declarations: declarationsOf(plain) });
    const [incident] = ledger.all;
    if (incident === undefined) throw new Error('nobody was told that it is gone');
    const by = { caller: 'arn:aws:iam::111122223333:user/ada', reason: 'hold the name' };
    const approving = (one: typeof incident) =>
      passing(around.clock, approveIncidents(engine, [one], { reopen: false, by }));
    const other = { digest: 'of another plan', steps: [] };
    expect(await approving({ ...incident, proposal: other })).toMatchObject({ kind: 'changed' });
    expect(calls()).toEqual([]);
    expect(await approving(incident)).toMatchObject({ kind: 'sent' });
    expect(calls()).toEqual(made);
    expect(all()).toEqual([['existence', 'closed', 'reverted']]);
  });

  it('that was gone before anybody asked for its name waits for a human', async () => {
    const { lookNow, lookUnder, calls } = await deleted(plain);
    expect(await lookUnder(baselineOf({ versioning: enabled }))).toEqual({ existence: 'gone' });
    expect(await lookNow()).toEqual({ existence: 'proposed' });
    expect(calls()).toEqual([]);
    expect(await lookNow({ approval: { reopen: false } })).toMatchObject({ existence: 'reverted' });
    expect(calls().slice(0, 2)).toEqual(made);
  });

  it('is not created where nobody remembers its region', async () => {
    const around = surroundings();
    await remembered(around, plain);
    around.s3.buckets.delete(target.name);
    const engine = engineIn(around, { declarations: declarationsOf(plain) });
    expect(await look(around, engine)).toEqual({ existence: 'gone' });
    expect(around.ledger.all[0]?.escalation?.runbook).toContain('Nobody remembers in which region');
    expect(around.s3.sent).toEqual([]);
  });

  it('is tried again while its name is not free yet', async () => {
    const { lookNow, all, s3, ledger } = await deleted();
    s3.failing.set('CreateBucket', 'OperationAborted');
    expect(await lookNow()).toEqual({ existence: 'failed' });
    expect(await lookNow()).toEqual({ existence: 'failed' });
    expect(s3.buckets.size).toBe(0);
    expect(ledger.all[0]?.outbox).toHaveLength(1);
    s3.failing.clear();
    expect(await lookNow()).toMatchObject({ existence: 'reverted' });
    expect(all()[0]).toEqual(['existence', 'closed', 'reverted']);
  });

  it('opens nothing by itself, since nothing is left to open for, until a human has', async () => {
    const site = holding(
      { publicAccessBlock: unblocked, bucketPolicy: policies.website },
      { reopen: 'auto' },
    );
    const found = { publicAccessBlock: unblocked, policy: JSON.stringify(policies.website) };
    const { lookNow, calls, live, clock, s3 } = await deleted(site, { found });
    for (let turn = 0; turn < 3; turn += 1) {
      expect(await lookNow()).toMatchObject({ publicAccessBlock: 'proposed', bucketPolicy: 'proposed' });
      await clock.advance(120_000);
    }
    expect(calls()).toEqual(made);
    expect(await lookNow({ approval: { reopen: true } })).toMatchObject({ bucketPolicy: 'reverted' });
    expect(live('publicAccessBlock')).toEqual(unblocked);
    await clock.advance(3_600_000);
    s3.write(target.name, 'DeleteBucketPolicy');
    expect(await lookNow()).toMatchObject({ bucketPolicy: 'reverted' });
  });
});
