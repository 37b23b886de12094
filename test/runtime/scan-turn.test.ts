import { describe, expect, it } from 'vitest';
import type { Leases } from '../../controller/domain/lease.js';
import { targetName } from '../../controller/domain/target.js';
import { FakeClock } from '../fakes/fake-clock.js';
import { leasesIn } from '../fakes/memory-leases.js';
import { Notes } from './notes.js';
import { account, clean } from './samples.js';
import { Account, minute, scanning } from './scanning.js';

const others = ['222222222222', '333333333333', '444444444444'].map((id) => ({ ...account, account: id }));

/** Controllers over one ledger, each of which may be killed. */
function fleet(accounts = [account]) {
  const clock = new FakeClock();
  const shared = leasesIn();
  const notes = new Notes();
  const passes: { readonly by: number; readonly account: string }[] = [];
  const start = (by: number, chance = () => 0.5) => {
    const leases = shared.process(clock);
    let isDead = false;
    const reaching = async <T>(call: () => T): Promise<T> => (isDead ? new Promise<T>(() => {}) : call());
    const own: Leases = {
      acquire: (...asked) => reaching(() => leases.acquire(...asked)),
      renew: (...asked) => reaching(() => leases.renew(...asked)),
      release: (lease) => reaching(() => leases.release(lease)),
    };
    const ledger = Object.assign(Object.create(notes) as Notes, own);
    const listing = new Account(['one', 'two', 'three']);
    const { page } = listing;
    listing.page = async (id: string, token?: string) => {
      if (isDead) return new Promise<never>(() => {});
      if (token === undefined) passes.push({ by, account: id });
      return page.call(listing, id, token);
    };
    const play = scanning({ listing, ledger, accounts, clock, random: chance });
    return {
      ...play,
      listing,
      die: () => {
        isDead = true;
      },
    };
  };
  return { clock, notes, passes, start };
}

describe('several controllers', () => {
  it('scan an account once in an interval together', async () => {
    const { clock, passes, start } = fleet();
    const all = [start(1), start(2), start(3), start(4)];
    await clock.advance(minute);
    expect(passes).toHaveLength(1);
    await clock.advance(10 * 15 * minute);
    expect(passes).toHaveLength(11);
    for (const { stop, ended } of all) {
      stop.abort(new Error('stopping'));
      await ended;
    }
    expect(clock.sleeping).toBe(0);
  });

  it('go on where a pass stood when the one that made it died, at once after it was given back', async () => {
    const { clock, passes, start, notes } = fleet();
    const first = start(1);
    await clock.advance(10);
    const second = start(2);
    await clock.advance(minute);
    const third = start(3);
    notes.cursors.set(account.account, { startedAt: '2026-01-31T12:00:00.000Z', token: '2' });
    first.die();
    await clock.advance(4 * minute);
    expect(passes).toEqual([{ by: 1, account: account.account }]);
    const [heir, other] = [second, third].sort((a, b) => b.looks.length - a.looks.length);
    expect(heir?.looks.map(({ target }) => targetName(target)).toSorted()).toEqual([
      `account ${account.account}`,
      'three',
    ]);
    expect(other?.looks).toEqual([]);
    heir?.stop.abort(new Error('stopping'));
    await heir?.ended;
    await clock.advance(4 * minute);
    expect(passes).toHaveLength(2);
    expect(other?.looks.length).toBeGreaterThan(0);
  });

  it('never scan an account side by side, whoever dies whenever', async () => {
    const { clock, passes, start } = fleet();
    let replica = start(0);
    const spare = start(1);
    for (let life = 2; life < 12; life += 1) {
      await clock.advance((7 + life) * minute);
      replica.die();
      replica = start(life);
    }
    await clock.advance(60 * minute);
    const minutes = (12 * 7 + 65 + 60) * 1;
    expect(passes.length).toBeGreaterThanOrEqual(Math.floor(minutes / 15) - 2);
    expect(passes.length).toBeLessThanOrEqual(Math.ceil(minutes / 15) + 11);
    expect(spare.log.of('error')).toEqual([]);
  });

  it('share the accounts out', async () => {
    const { clock, passes, start } = fleet([account, ...others]);
    const lots = (first: readonly number[]) => {
      const left = [...first];
      return () => left.shift() ?? 0.5;
    };
    start(1, lots([0.1, 0.9, 0.2, 0.9]));
    start(2, lots([0.8, 0.3, 0.8, 0.4]));
    await clock.advance(minute);
    expect(passes.toSorted((a, b) => (a.account < b.account ? -1 : 1)).map(({ by }) => by)).toEqual([
      1, 2, 1, 2,
    ]);
  });

  it('leave the scans to another where a turn cannot be renewed', async () => {
    const { clock, passes, start } = fleet();
    const first = start(1);
    await clock.advance(10);
    const second = start(2);
    await clock.advance(minute);
    first.ledger.renew = () => Promise.reject(new Error('throttled'));
    await clock.advance(60 * minute);
    expect(first.log.of('info')).toContain('scans left to another process');
    expect(passes.filter(({ by }) => by === 2).length).toBeGreaterThan(1);
    expect(second.log.of('info')).toEqual([]);
  });
});

it('a pass after another catalogue came into force is made for it, whoever makes it', async () => {
  const notes = new Notes();
  const catalogue = { generation: 'one', changed: () => new Promise<void>(() => {}) };
  const first = scanning({ listing: new Account(['chosen']), ledger: notes, catalogue });
  await first.clock.advance(minute);
  expect(first.looks.map(({ signals }) => signals[0]?.kind)).toEqual(['scan', 'scan']);
  expect(notes.cursors.get(account.account)).toMatchObject({ generation: 'one' });
  const heir = scanning({
    listing: new Account(['chosen']),
    ledger: notes,
    catalogue: { ...catalogue, generation: 'two' },
    reconcile: async (look) => clean(look),
  });
  await heir.clock.advance(minute);
  expect(heir.looks.map(({ signals }) => signals[0]?.kind)).toEqual(['catalogue', 'catalogue']);
});
