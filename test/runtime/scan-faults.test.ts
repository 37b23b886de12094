import { describe, expect, it } from 'vitest';
import type { Listing, Reconcile } from '../../controller/domain/ports.js';
import { targetKey } from '../../controller/domain/target.js';
import { Notes } from './notes.js';
import { account, clean, neighbour } from './samples.js';
import { Account, minute, scanning } from './scanning.js';

const itself = `account ${account.account}`;

describe('scans that meet trouble', () => {
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
    // It came after a whole pass and is selected, so its look says whether it was born under our eyes.
    expect(ledger.known.has('aws/111122223333/bucket/one')).toBe(false);
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
