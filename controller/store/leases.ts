import type { Duty, Grant, Leases } from '../domain/lease.js';
import type { Target } from '../domain/target.js';
import { absent, both, type Condition, compares, either, exists } from './expressions.js';
import { randomText } from './ids.js';
import { leaseRow } from './keys.js';
import { spelt } from './rows.js';
import type { Store } from './store.js';

/** A lease of somebody else, and since when (on this machine's clock) it has not changed. */
interface Watch {
  readonly token: string;
  readonly since: number;
}

const placeOf = (target: Target, duty: Duty | undefined): string => spelt({ ...leaseRow(target, duty) });

/**
 * No time is stored, so clocks need not agree: a lease is taken over only after this process has itself watched the
 * same grant unchanged for as long as its holder asked for. A renewal changes the grant and keeps the fence. A process
 * that restarts is another holder, even under the same name. What it watches of others' leases lives in its memory.
 */
export function leasesOf({ rows, clock, random }: Store, controller: string): Leases {
  const process = `${controller}/${randomText(random, 12)}`;
  const watches = new Map<string, Watch>();

  async function grant(
    target: Target,
    holder: string,
    ttlMs: number,
    duty: Duty | undefined,
    when: Condition,
  ): Promise<Grant | undefined> {
    const granted = await rows.update(leaseRow(target, duty), {
      set: { holder: `${process}/${holder}`, token: randomText(random, 16), ttlMs },
      add: { fence: 1 },
      when,
    });
    if (granted === undefined) return undefined;
    watches.delete(placeOf(target, duty));
    const fence = Number(granted['fence']);
    return { kind: 'granted', lease: { target, holder, ...(duty && { duty }), fence } };
  }

  return {
    async acquire(target, holder, ttlMs, duty) {
      const place = placeOf(target, duty);
      const freeOrMine = either(absent('holder'), compares('holder', '=', `${process}/${holder}`));
      const granted = await grant(target, holder, ttlMs, duty, freeOrMine);
      if (granted !== undefined) return granted;
      const asked = clock.now().getTime();
      const row = await rows.get(leaseRow(target, duty));
      const [token, runsMs] = [String(row?.['token']), Number(row?.['ttlMs'] ?? 0)];
      const watch = watches.get(place);
      if (watch?.token === token && watch.since <= asked) {
        const leftMs = watch.since + runsMs - asked;
        if (leftMs > 0) return { kind: 'held', forMs: leftMs };
        const taken = await grant(target, holder, ttlMs, duty, compares('token', '=', token));
        return taken ?? { kind: 'held', forMs: runsMs };
      }
      // The watch begins after the answer and ends before the question: never shorter than it says.
      watches.set(place, { token, since: clock.now().getTime() });
      return { kind: 'held', forMs: runsMs };
    },
    async renew({ target, duty, fence }, ttlMs) {
      const renewed = await rows.update(leaseRow(target, duty), {
        set: { token: randomText(random, 16), ttlMs },
        when: both(exists('holder'), compares('fence', '=', fence)),
      });
      return renewed !== undefined;
    },
    async release({ target, duty, fence }) {
      await rows.update(leaseRow(target, duty), {
        remove: ['holder', 'token', 'ttlMs'],
        when: compares('fence', '=', fence),
      });
    },
  };
}
