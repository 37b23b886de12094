import { describe, expect, it } from 'vitest';
import { roster, rosterState } from '../../controller/domain/roster.js';
import type { EventSignal } from '../../controller/domain/signal.js';
import { instant } from '../../controller/domain/time.js';
import type { Declarations } from '../../controller/engine/engine.js';
import { reconcile } from '../../controller/engine/reconcile.js';
import { Life } from '../fakes/life.js';
import {
  account,
  baselineOf,
  declarationsOf,
  engineIn,
  look,
  partner,
  passing,
  remembered,
  scanAt,
  surroundings,
  target,
} from './world.js';

const baseline = baselineOf({ versioning: { Status: 'Enabled' }, encryption: { SSEAlgorithm: 'AES256' } });
const found = { versioning: { Status: 'Enabled' } };

async function watched({ response = 'alert' as 'alert' | 'ignore' } = {}) {
  const around = surroundings(found);
  const declarations = declarationsOf(baseline, response);
  await remembered(around, baseline);
  const lookNow = (events: readonly EventSignal[] = [], under: Declarations = declarations) =>
    look(around, engineIn(around, { declarations: under }), events);
  const all = () => around.ledger.all.map(({ finding, status, outcome }) => [finding, status, outcome]);
  return { around, lookNow, all, declarations };
}

const deletion = (at: string): EventSignal => ({
  kind: 'event',
  id: 'e-1',
  call: 'DeleteBucket',
  aspects: [],
  actor: { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/clean-up/x' },
  at,
});

describe('a bucket that is gone', () => {
  it('is one incident for the bucket, whoever tells of it, with who deleted it', async () => {
    const { around, lookNow, all } = await watched();
    await lookNow();
    await around.clock.advance(60_000);
    around.s3.buckets.delete(target.name);
    const event = deletion(instant(around.clock.now()));
    expect(await lookNow([event])).toEqual({ existence: 'gone' });
    expect(await lookNow()).toEqual({ existence: 'gone' });
    expect(all()).toEqual([['gone', 'open', 'gone']]);
    const [incident] = around.ledger.all;
    expect(incident).toMatchObject({
      who: { kind: 'known', call: 'DeleteBucket', event: 'e-1' },
      explains: ['e-1'],
      occurred: { kind: 'at', at: event.at },
      looks: 2,
    });
    expect(incident?.outbox.map(({ kind }) => kind)).toEqual(['opened']);
    expect(incident?.escalation?.runbook).toContain(`Bucket ${target.name} is gone`);
    expect(around.s3.sent).toEqual([]);
  });

  it('that no event tells of was deleted after it was last there', async () => {
    const { around, lookNow } = await watched();
    await lookNow();
    const there = instant(around.clock.now());
    await around.clock.advance(60_000);
    around.s3.buckets.delete(target.name);
    await lookNow();
    const [incident] = around.ledger.all;
    expect(incident?.occurred).toEqual({ kind: 'between', from: there, to: incident?.detectedAt });
    expect(incident?.who.kind).toBe('unknown');
  });

  it('that is there again is healed by others, and what appears is new', async () => {
    const { around, lookNow, all } = await watched();
    around.s3.buckets.delete(target.name);
    await lookNow();
    expect((await around.ledger.as(new Life()).recall(target)).knownSince).toBeUndefined();
    around.s3.create(target.name, account, found);
    expect(await lookNow()).toMatchObject({ versioning: 'clean', existence: 'healedElsewhere' });
    expect(all()).toEqual([['gone', 'closed', 'healedElsewhere']]);
  });

  it('closes what was open about its settings, and stays open itself while reads fail', async () => {
    const { around, lookNow, all } = await watched();
    around.s3.write(target.name, 'PutBucketVersioning', { VersioningConfiguration: { Status: 'Suspended' } });
    await lookNow();
    around.s3.buckets.delete(target.name);
    await lookNow();
    const expected = [
      ['difference', 'closed', 'gone'],
      ['gone', 'open', 'gone'],
    ];
    expect(all()).toEqual(expected);
    for (const operation of ['GetBucketVersioning', 'GetBucketEncryption'])
      around.s3.failing.set(operation, 'InternalError');
    await lookNow();
    expect(all().slice(0, 2)).toEqual(expected);
  });

  it('is no incident where nobody ever saw it, or a policy does not want to know', async () => {
    const around = surroundings();
    around.s3.buckets.delete(target.name);
    const engine = engineIn(around, { declarations: declarationsOf(baseline) });
    expect(await look(around, engine, [deletion(instant(around.clock.now()))])).toEqual({
      existence: 'gone',
    });
    expect(around.ledger.all).toEqual([]);
    expect((await around.ledger.as(new Life()).recall(target)).knownSince).toBeUndefined();

    const quiet = await watched({ response: 'ignore' });
    quiet.around.s3.buckets.delete(target.name);
    expect(await quiet.lookNow()).toEqual({ existence: 'ignored' });
    expect(quiet.all()).toEqual([]);
  });

  it('is let go when no baseline names it any more', async () => {
    const { around, lookNow, all, declarations } = await watched();
    around.s3.buckets.delete(target.name);
    await lookNow();
    const without: Declarations = { ...declarations, effective: () => ({ kind: 'unselected' }) };
    const engine = engineIn(around, { declarations: without });
    const why = { kind: 'catalogue', at: instant(around.clock.now()) } as const;
    await passing(around.clock, reconcile(engine, { ...scanAt(around.clock), signals: [why] }));
    expect(all()).toEqual([['gone', 'closed', 'clean']]);
  });

  it('is not gone because an event says so', async () => {
    const { around, lookNow, all } = await watched();
    expect(await lookNow([deletion(instant(around.clock.now()))])).toEqual({
      versioning: 'clean',
      encryption: 'clean',
    });
    expect(all()).toEqual([]);
  });

  it('is not gone as long as the account lists it', async () => {
    const { around, lookNow } = await watched();
    for (const operation of ['GetBucketVersioning', 'GetBucketEncryption'])
      around.s3.failing.set(operation, 'NoSuchBucket');
    expect(await lookNow()).toEqual({ versioning: 'unreadable', encryption: 'unreadable' });
  });

  it('names the buckets whose baselines refer to it', async () => {
    const { around, lookNow, declarations } = await watched();
    const own = around.ledger.as(new Life());
    const state = rosterState([target.name, 'data-1', 'data-2']);
    const owner = { kind: 'account', partition: 'aws', account } as const;
    await own.rememberGood(owner, roster, { at: instant(around.clock.now()), state });
    around.s3.buckets.delete(target.name);
    const sending = baselineOf({
      logging: { TargetBucket: target.name, TargetPrefix: 'x/' },
      replication: { Rules: [{ Destination: { Bucket: `arn:aws:s3:::${target.name}` } }] },
    });
    const elsewhere = baselineOf({ logging: { TargetBucket: `${target.name}-2`, TargetPrefix: 'x/' } });
    await lookNow([], {
      ...declarations,
      effective: (asked) => {
        const name = 'name' in asked ? asked.name : '';
        if (name === target.name) return { kind: 'effective', baseline };
        return { kind: 'effective', baseline: name === 'data-1' ? sending : elsewhere };
      },
    });
    const [incident] = around.ledger.all;
    expect(incident?.fields).toEqual([
      { path: 'data-1 logging.TargetBucket', desired: target.name },
      { path: 'data-1 replication.Rules[0].Destination.Bucket', desired: `arn:aws:s3:::${target.name}` },
    ]);
    expect(incident?.escalation?.runbook).toContain('data-1 logging.TargetBucket');
  });
});

describe('a bucket whose name somebody else has taken', () => {
  it('is an incident of its own, is never written to, and is over when it is ours again', async () => {
    const { around, lookNow, all } = await watched();
    around.s3.buckets.delete(target.name);
    await lookNow();
    around.s3.create(target.name, partner);
    expect(await lookNow()).toEqual({ existence: 'taken' });
    expect(await lookNow()).toEqual({ existence: 'taken' });
    expect(all()).toEqual([
      ['gone', 'closed', 'clean'],
      ['taken', 'open', 'taken'],
    ]);
    expect(around.ledger.all[1]?.escalation?.runbook).toContain('belongs to another account now');
    expect(around.s3.sent).toEqual([]);
    around.s3.buckets.delete(target.name);
    around.s3.create(target.name, account, found);
    await lookNow();
    expect(all()[1]).toEqual(['taken', 'closed', 'healedElsewhere']);
  });

  it('is not taken where only we may not look', async () => {
    const { around, lookNow } = await watched();
    for (const operation of ['GetBucketVersioning', 'GetBucketEncryption'])
      around.s3.failing.set(operation, 'AccessDenied');
    expect(await lookNow()).toEqual({ versioning: 'unreadable', encryption: 'unreadable' });
  });
});
