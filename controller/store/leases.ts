import type { Lease } from '../domain/ledger.js';
import { type Target, targetKey } from '../domain/target.js';
import { absent, type Condition, compares, either } from './expressions.js';
import { randomText } from './ids.js';
import { leaseRow } from './keys.js';
import type { Store } from './store.js';

/** Leases of one process. What it watches of others' leases lives in its memory. */
interface Leases {
  acquire(target: Target, holder: string, ttlMs: number): Promise<Lease | undefined>;
  release(lease: Lease): Promise<void>;
}

/** A lease of somebody else, and since when (on this machine's clock) it has not changed. */
interface Watch {
  readonly token: string;
  readonly since: number;
}

/**
 * No time is stored, so clocks need not agree: a lease is taken over only after this process has itself watched the
 * same grant unchanged for as long as its holder asked for. The fence grows with every grant, a renewal included.
 * A process that restarts is another holder, even under the same name.
 */
export function leasesOf({ rows, clock, random }: Store, controller: string): Leases {
  const process = `${controller}/${randomText(random, 12)}`;
  const watches = new Map<string, Watch>();

  async function grant(
    target: Target,
    holder: string,
    ttlMs: number,
    when: Condition,
  ): Promise<Lease | undefined> {
    const granted = await rows.update(leaseRow(target), {
      set: { holder: `${process}/${holder}`, token: randomText(random, 16), ttlMs },
      add: { fence: 1 },
      when,
    });
    if (granted === undefined) return undefined;
    watches.delete(targetKey(target));
    return { target, holder, fence: Number(granted['fence']) };
  }

  return {
    async acquire(target, holder, ttlMs) {
      const freeOrMine = either(absent('holder'), compares('holder', '=', `${process}/${holder}`));
      const granted = await grant(target, holder, ttlMs, freeOrMine);
      if (granted !== undefined) return granted;
      const asked = clock.now().getTime();
      const row = await rows.get(leaseRow(target));
      const token = String(row?.['token']);
      const watch = watches.get(targetKey(target));
      if (watch?.token === token && watch.since <= asked) {
        if (asked - watch.since < Number(row?.['ttlMs'])) return undefined;
        return grant(target, holder, ttlMs, compares('token', '=', token));
      }
      // The watch begins after the answer and ends before the question: never shorter than it says.
      watches.set(targetKey(target), { token, since: clock.now().getTime() });
      return undefined;
    },
    async release({ target, fence }) {
      await rows.update(leaseRow(target), {
        remove: ['holder', 'token', 'ttlMs'],
        when: compares('fence', '=', fence),
      });
    },
  };
}
