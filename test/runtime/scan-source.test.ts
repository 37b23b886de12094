import { describe, expect, it } from 'vitest';
import type { LookResult, Reconcile } from '../../controller/domain/ports.js';
import type { Look } from '../../controller/domain/signal.js';
import { targetName } from '../../controller/domain/target.js';
import { Notes } from './notes.js';
import { account, clean } from './samples.js';
import { Account, minute, scanning } from './scanning.js';

const itself = `account ${account.account}`;

describe('scans', () => {
  it('look at every selected bucket and the account at start, and again after every interval', async () => {
    const { clock, looks, names } = scanning({
      listing: new Account(['one', 'two', 'three', 'not-ours']),
      isSelected: (target) => targetName(target) !== 'not-ours',
    });
    await clock.advance(1000);
    expect(looks.every(({ aspects, signals }) => aspects === 'all' && signals[0]?.kind === 'scan')).toBe(
      true,
    );
    expect(looks.find(({ target }) => targetName(target) === 'one')?.region).toBe('eu-west-1');
    expect(names()).toEqual([itself, 'one', 'three', 'two']);
    await clock.advance(14 * minute);
    expect(names()).toEqual([]);
    await clock.advance(minute);
    expect(names()).toEqual([itself, 'one', 'three', 'two']);
  });

  it('make each bucket known once, but leave what comes after a whole pass to its look', async () => {
    const listing = new Account(['one', 'two', 'three']);
    const { clock, ledger, names } = scanning({
      listing,
      isSelected: (target) => targetName(target) === 'chosen',
    });
    await clock.advance(1000);
    listing.names.push('chosen');
    await clock.advance(60 * minute);
    expect(ledger.knows).toBe(3);
    expect([...ledger.known].map((key) => key.split('/').at(-1))).toEqual(['one', 'two', 'three']);
    expect(names()).toContain('chosen');
  });

  it('look at what comes under no baseline until a look was able to tell of it', async () => {
    const listing = new Account(['one']);
    const answers: ('dead' | 'unknown' | 'alerted')[] = ['dead', 'unknown', 'alerted'];
    const reconcile: Reconcile = async (look) => {
      const answer = answers.shift() ?? 'unknown';
      if (answer === 'dead') throw new Error('not now');
      const outcomes = new Map(answer === 'unknown' ? [] : [['existence', answer] as const]);
      return { target: look.target, outcomes };
    };
    const { clock, looks, names } = scanning({ listing, reconcile, isSelected: () => false });
    await clock.advance(1000);
    expect(names()).toEqual([]);
    listing.names.push('new');
    for (const left of [2, 1, 0]) {
      await clock.advance(15 * minute);
      expect(looks.flatMap(({ signals }) => signals.map(({ kind }) => kind))).toEqual(['scan']);
      expect(names()).toEqual(['new']);
      expect(answers).toHaveLength(left);
    }
    await clock.advance(60 * minute);
    expect(names()).toEqual([]);
    listing.names.pop();
    await clock.advance(15 * minute);
    expect(looks.flatMap(({ signals }) => signals.map(({ kind }) => kind))).toEqual(['scan', 'catalogue']);
  });

  it('call nothing born in the rest of a first pass that was cut off', async () => {
    const ledger = new Notes();
    ledger.cursors.set(account.account, { startedAt: '2026-01-31T11:00:00.000Z', token: '2' });
    const { clock, names } = scanning({ listing: new Account(['one', 'two', 'three']), ledger });
    await clock.advance(1000);
    expect(names()).toEqual([itself, 'three']);
    expect(ledger.known.has('aws/111122223333/bucket/three')).toBe(true);
    expect(ledger.cursors.get(account.account)).toEqual({
      startedAt: '2026-01-31T11:00:00.000Z',
      completedAt: '2026-01-31T12:00:00.000Z',
    });
    await clock.advance(15 * minute);
    expect(names()).toEqual([itself, 'one', 'three', 'two']);
  });

  it('keep their place only when the looks of a page have ended, well or not', async () => {
    const ends: ((result: 'well' | 'badly') => void)[] = [];
    const reconcile = (look: Look): Promise<LookResult> =>
      new Promise((resolve, reject) => {
        ends.push((how) => (how === 'well' ? resolve(clean(look)) : reject(new Error('badly'))));
      });
    const listing = new Account(['one', 'two', 'three']);
    const { clock, ledger } = scanning({ listing, reconcile, isSelected: ({ kind }) => kind === 'bucket' });
    await clock.advance(10);
    ends[0]?.('badly');
    await clock.advance(10);
    expect(ledger.cursors.size).toBe(0);
    ends[1]?.('well');
    await clock.advance(10);
    expect(ledger.cursors.get(account.account)).toMatchObject({ token: '2' });
    expect(listing.tokens).toEqual([undefined, '2']);
  });

  it('look in every pass at a bucket that is listed no more, until nobody wants to know', async () => {
    const listing = new Account(['kept', 'deleted']);
    let outcome: 'gone' | 'ignored' = 'gone';
    const reconcile: Reconcile = async (look) =>
      targetName(look.target) === 'deleted'
        ? { target: look.target, outcomes: new Map([['existence', outcome]]) }
        : clean(look);
    const { clock, names } = scanning({ listing, reconcile });
    await clock.advance(1000);
    listing.names = ['kept'];
    for (const next of ['gone', 'gone', 'ignored'] as const) {
      names();
      outcome = next;
      await clock.advance(15 * minute);
      expect(names()).toContain('deleted');
    }
    await clock.advance(15 * minute);
    expect(names()).not.toContain('deleted');
  });

  it('take a last look at a bucket that is gone and that no baseline selects any more', async () => {
    const listing = new Account(['kept', 'deleted']);
    let isNamed = true;
    const { clock, names } = scanning({ listing, isSelected: () => isNamed });
    await clock.advance(1000);
    listing.names = ['kept'];
    isNamed = false;
    names();
    await clock.advance(15 * minute);
    expect(names()).toEqual(['deleted']);
    await clock.advance(15 * minute);
    expect(names()).toEqual([]);
  });

  it('miss a bucket that was deleted while nobody ran', async () => {
    const ledger = new Notes();
    const before = scanning({ listing: new Account(['kept', 'deleted']), ledger });
    await before.clock.advance(1000);
    before.stop.abort();
    const after = scanning({ listing: new Account(['kept']), ledger });
    await after.clock.advance(1000);
    expect(after.names()).toContain('deleted');
  });
});
