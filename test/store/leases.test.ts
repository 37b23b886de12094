import { describe, expect, it } from 'vitest';
import { database, StandingClock } from './database.js';
import { newBucket } from './samples.js';

const ttl = 30_000;

describe('leases', () => {
  const db = database();

  it('gives a lease to one holder at a time, with a fence that grows', async () => {
    const { ledger } = db.process();
    const bucket = newBucket();
    const first = await ledger.acquire(bucket, 'worker-1', ttl);
    const lease = { target: bucket, holder: 'worker-1', fence: 1 };
    expect(first).toEqual({ kind: 'granted', lease });
    expect(await ledger.acquire(bucket, 'worker-2', ttl)).toMatchObject({ kind: 'held' });
    expect(await ledger.acquire(bucket, 'worker-1', ttl)).toMatchObject({ lease: { fence: 2 } });
    await ledger.release(lease);
    expect(await ledger.acquire(bucket, 'worker-2', ttl)).toMatchObject({ kind: 'held' });
    await ledger.release({ target: bucket, holder: 'worker-1', fence: 2 });
    expect(await ledger.acquire(bucket, 'worker-2', ttl)).toMatchObject({
      lease: { holder: 'worker-2', fence: 3 },
    });
  });

  it('takes over only what it has itself watched unchanged for as long as the holder asked', async () => {
    const bucket = newBucket();
    const [mine, theirs] = [new StandingClock(), new StandingClock()];
    const holder = db.process({ clock: theirs });
    const watcher = db.process({ clock: mine });
    await holder.ledger.acquire(bucket, 'w', ttl);
    theirs.move(10 * ttl);
    mine.move(10 * ttl);
    expect(await watcher.ledger.acquire(bucket, 'w', 1)).toMatchObject({ kind: 'held' });
    mine.move(ttl - 1);
    expect(await watcher.ledger.acquire(bucket, 'w', 1)).toMatchObject({ kind: 'held' });
    await holder.ledger.acquire(bucket, 'w', ttl);
    mine.move(1);
    expect(await watcher.ledger.acquire(bucket, 'w', 1)).toMatchObject({ kind: 'held' });
    mine.move(ttl);
    expect(await watcher.ledger.acquire(bucket, 'w', ttl)).toMatchObject({ lease: { fence: 3 } });
    expect(await holder.ledger.acquire(bucket, 'w', ttl)).toMatchObject({ kind: 'held' });
    await holder.ledger.release({ target: bucket, holder: 'w', fence: 2 });
    expect(await watcher.ledger.acquire(bucket, 'w', ttl)).toMatchObject({ lease: { fence: 4 } });
  });

  it('renews what it has, which begins the watch of others anew, and not what another has taken', async () => {
    const bucket = newBucket();
    const clock = new StandingClock();
    const [holder, watcher] = [db.process({ clock }), db.process({ clock })];
    const grant = await holder.ledger.acquire(bucket, 'w', ttl);
    if (grant.kind !== 'granted') throw new Error('a lease on something new was refused');
    expect(await watcher.ledger.acquire(bucket, 'w', ttl)).toEqual({ kind: 'held', forMs: ttl });
    clock.move(ttl - 1);
    expect(await watcher.ledger.acquire(bucket, 'w', ttl)).toEqual({ kind: 'held', forMs: 1 });
    expect(await holder.ledger.renew(grant.lease, ttl)).toBe(true);
    clock.move(1);
    expect(await watcher.ledger.acquire(bucket, 'w', ttl)).toEqual({ kind: 'held', forMs: ttl });
    clock.move(ttl);
    expect(await watcher.ledger.acquire(bucket, 'w', ttl)).toMatchObject({ lease: { fence: 2 } });
    expect(await holder.ledger.renew(grant.lease, ttl)).toBe(false);
    await holder.ledger.release(grant.lease);
    expect(await holder.ledger.acquire(bucket, 'w', ttl)).toMatchObject({ kind: 'held' });
  });

  it('keeps the scans of an account apart from repairs of it', async () => {
    const account = { kind: 'account', partition: 'aws', account: '999988887777' } as const;
    const [one, other] = [db.process(), db.process()];
    const scans = await one.ledger.acquire(account, 'scans', ttl, 'scan');
    expect(scans).toEqual({
      kind: 'granted',
      lease: { target: account, holder: 'scans', duty: 'scan', fence: 1 },
    });
    expect(await other.ledger.acquire(account, 'w', ttl)).toMatchObject({ kind: 'granted' });
    expect(await other.ledger.acquire(account, 'scans', ttl, 'scan')).toMatchObject({ kind: 'held' });
    if (scans.kind === 'granted') await one.ledger.release(scans.lease);
    expect(await other.ledger.acquire(account, 'scans', ttl, 'scan')).toMatchObject({ lease: { fence: 2 } });
  });

  it('begins to watch again when its clock went back', async () => {
    const bucket = newBucket();
    const clock = new StandingClock();
    const watcher = db.process({ clock });
    await db.process().ledger.acquire(bucket, 'w', ttl);
    await watcher.ledger.acquire(bucket, 'w', ttl);
    clock.move(-60_000);
    expect(await watcher.ledger.acquire(bucket, 'w', ttl)).toMatchObject({ kind: 'held' });
    clock.move(ttl);
    expect(await watcher.ledger.acquire(bucket, 'w', ttl)).toMatchObject({ lease: { fence: 2 } });
  });

  it('lets one of many take over, and a restarted process wait like any other', async () => {
    const bucket = newBucket();
    await db.process().ledger.acquire(bucket, 'w', ttl);
    const clock = new StandingClock();
    const watchers = Array.from({ length: 5 }, () => db.process({ clock }));
    const ask = () => Promise.all(watchers.map(({ ledger }) => ledger.acquire(bucket, 'w', ttl)));
    expect((await ask()).every(({ kind }) => kind === 'held')).toBe(true);
    clock.move(ttl);
    expect((await ask()).filter(({ kind }) => kind === 'granted')).toEqual([
      { kind: 'granted', lease: { target: bucket, holder: 'w', fence: 2 } },
    ]);
  });
});
