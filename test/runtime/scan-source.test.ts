import { describe, expect, it } from 'vitest';
import type { Listing, LookResult, Reconcile } from '../../controller/domain/ports.js';
import type { Look } from '../../controller/domain/signal.js';
import { type Target, targetKey, targetName } from '../../controller/domain/target.js';
import { LookQueue } from '../../controller/runtime/queue.js';
import { runScans } from '../../controller/runtime/scan-source.js';
import { runWorkers } from '../../controller/runtime/worker.js';
import { FakeClock } from '../fakes/fake-clock.js';
import { RecordingLog } from '../fakes/recording-log.js';
import { Notes } from './notes.js';
import { account, clean, neighbour } from './samples.js';

const minute = 60_000;

/** An account's buckets, two to a page; a token is the place of the next bucket. */
class Account implements Listing {
  names: string[];
  tokens: (string | undefined)[] = [];
  fails: Error | undefined;

  constructor(names: string[]) {
    this.names = names;
  }

  async page(_account: string, token?: string) {
    this.tokens.push(token);
    if (this.fails !== undefined) throw this.fails;
    const start = Number(token ?? '0');
    const buckets = this.names.slice(start, start + 2).map((name) => ({ name, region: 'eu-west-1' }));
    return { buckets, ...(start + 2 < this.names.length ? { next: String(start + 2) } : {}) };
  }
}

interface Given {
  readonly listing: Listing;
  readonly reconcile?: Reconcile;
  readonly isSelected?: (target: Target) => boolean;
  readonly ledger?: Notes;
  readonly accounts?: readonly (typeof account)[];
  readonly room?: number;
}

/** Scans with one worker behind them. */
function scanning({
  listing,
  reconcile,
  isSelected = () => true,
  ledger = new Notes(),
  accounts,
  room = 10,
}: Given) {
  const clock = new FakeClock();
  const log = new RecordingLog();
  const queue = new LookQueue(room);
  const looks: Look[] = [];
  const stop = new AbortController();
  const noting: Reconcile = async (look, signal) => {
    looks.push(look);
    return await (reconcile === undefined ? clean(look) : reconcile(look, signal));
  };
  const ports = {
    ledger,
    listing,
    looks: queue,
    clock,
    random: () => 0.5,
    log,
    isSelected,
    accounts: accounts ?? [account],
  };
  const workers = { queue, reconcile: noting, clock, log, afterLook: () => {} };
  const ended = Promise.all([
    runScans(ports, 15 * minute, stop.signal),
    runWorkers(workers, { concurrency: 1, lookTimeoutMs: minute }, stop.signal),
  ]);
  const names = (): string[] =>
    looks
      .splice(0)
      .map(({ target }) => targetName(target))
      .sort();
  return { clock, log, ledger, looks, stop, ended, names };
}

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

  it('make each bucket known once, and call born only what came after a whole pass', async () => {
    const listing = new Account(['one', 'two', 'three']);
    const { clock, ledger } = scanning({ listing, isSelected: () => false });
    await clock.advance(1000);
    listing.names.push('new');
    await clock.advance(60 * minute);
    expect(ledger.knows).toBe(4);
    const born = [...ledger.known].map(([key, value]) => [key.split('/').at(-1), value]);
    expect(born).toEqual([
      ['one', false],
      ['two', false],
      ['three', false],
      ['new', true],
    ]);
  });

  it('call nothing born in the rest of a first pass that was cut off', async () => {
    const ledger = new Notes();
    ledger.cursors.set(account.account, { startedAt: '2026-01-31T11:00:00.000Z', token: '2' });
    const { clock, names } = scanning({ listing: new Account(['one', 'two', 'three']), ledger });
    await clock.advance(1000);
    expect(names()).toEqual([itself, 'three']);
    expect(ledger.known.get('aws/111122223333/bucket/three')).toBe(false);
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

  it('start again when the listing does not take the token any more', async () => {
    const ledger = new Notes();
    const completedAt = '2026-01-31T10:00:00.000Z';
    ledger.cursors.set(account.account, { startedAt: '2026-01-31T11:00:00.000Z', token: 'old', completedAt });
    const listing = new Account(['one', 'two']);
    const page: Listing['page'] = (id, token) =>
      token === 'old'
        ? Promise.reject(
            Object.assign(new Error('The continuation token provided is incorrect'), {
              name: 'InvalidArgument',
            }),
          )
        : listing.page(id, token);
    const { clock, names } = scanning({ listing: { page }, ledger });
    await clock.advance(2000);
    expect(names()).toContain('one');
    expect(ledger.cursors.get(account.account)).not.toHaveProperty('token');
    expect(ledger.known.get('aws/111122223333/bucket/one')).toBe(true);
  });

  it('go on in one account while another cannot be listed, say so once, and recover', async () => {
    const broken = new Account(['broken-1']);
    broken.fails = Object.assign(new Error('denied'), { name: 'AccessDenied' });
    const healthy = new Account(['healthy-1']);
    const listing: Listing = {
      page: (id, token) => (id === account.account ? broken : healthy).page(id, token),
    };
    const { clock, log, names } = scanning({ listing, accounts: [account, neighbour] });
    await clock.advance(10 * minute);
    expect(names()).toContain('healthy-1');
    expect(log.lines.filter(({ level }) => level === 'error')).toMatchObject([
      { message: 'scanning an account fails', fields: { account: account.account, error: 'AccessDenied' } },
    ]);
    expect(broken.tokens.length).toBeLessThan(30);
    broken.fails = undefined;
    await clock.advance(minute);
    expect(names()).toContain('broken-1');
    expect(log.of('info')).toEqual(['scanning an account works again']);
  });

  it('look at a bucket that is listed no more, until a look has found that it is gone', async () => {
    const listing = new Account(['kept', 'deleted']);
    let outcome: 'unconfirmed' | 'gone' = 'unconfirmed';
    const reconcile: Reconcile = async (look) =>
      targetName(look.target) === 'deleted'
        ? { target: look.target, outcomes: new Map([['acl', outcome]]) }
        : clean(look);
    const { clock, names } = scanning({ listing, reconcile });
    await clock.advance(1000);
    listing.names = ['kept'];
    names();
    await clock.advance(15 * minute);
    expect(names()).toContain('deleted');
    outcome = 'gone';
    await clock.advance(15 * minute);
    expect(names()).toContain('deleted');
    await clock.advance(15 * minute);
    expect(names()).not.toContain('deleted');
  });

  it('go on where they failed, and do not take for missing what lies before that place', async () => {
    const listing = new Account(['one', 'two', 'three']);
    const { clock, names } = scanning({ listing });
    await clock.advance(1000);
    names();
    let failed = false;
    const page = listing.page.bind(listing);
    listing.page = async (id, token) => {
      if (token === undefined || failed) return await page(id, token);
      failed = true;
      throw new Error('no answer');
    };
    await clock.advance(15 * minute + 5000);
    expect(failed).toBe(true);
    expect(names().filter((name) => name !== itself)).toEqual(['one', 'three', 'two']);
  });

  it('wait while the queue has no room', async () => {
    const names = Array.from({ length: 40 }, (_, n) => `bucket-${n}`);
    const page: Listing['page'] = async () => ({ buckets: names.map((name) => ({ name })) });
    const slow: Reconcile = (look) => clock.sleep(1000).then(() => clean(look));
    const { clock, ledger } = scanning({ listing: { page }, reconcile: slow, room: 2 });
    await clock.advance(1500);
    // Two under way or done, two waiting, and the few that wait for room.
    expect(ledger.knows).toBeLessThan(20);
    await clock.advance(minute);
    expect(ledger.cursors.get(account.account)).toHaveProperty('completedAt');
  });

  it('end when told to, in the middle of a page', async () => {
    const { clock, stop, ended, looks, ledger } = scanning({
      listing: new Account(['one', 'two', 'three']),
      reconcile: () => new Promise(() => {}),
    });
    await clock.advance(10);
    stop.abort(new Error('stopping'));
    await ended;
    expect(looks.map(({ target }) => targetKey(target))).toHaveLength(1);
    expect(ledger.cursors.size).toBe(0);
    expect(clock.sleeping).toBe(0);
  });
});
