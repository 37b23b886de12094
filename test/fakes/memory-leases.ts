import type { Lease, Ledger } from '../../controller/domain/ledger.js';
import type { Clock } from '../../controller/domain/ports.js';
import { type Target, targetKey } from '../../controller/domain/target.js';

interface Grant {
  readonly process: number;
  readonly holder: string;
  readonly ttlMs: number;
  readonly fence: number;
}

type Now<Method extends (...given: never[]) => Promise<unknown>> = (
  ...given: Parameters<Method>
) => Awaited<ReturnType<Method>>;

/** The leases of one process. */
interface Leases {
  readonly acquire: Now<Ledger['acquire']>;
  readonly release: Now<Ledger['release']>;
}

/**
 * Leases in memory, with the store's rule: somebody else's lease is taken over only after this process has itself
 * watched the same grant for as long as its holder asked for.
 */
export function leasesIn(): { process(clock: Clock): Leases } {
  const grants = new Map<string, Grant>();
  const fences = new Map<string, number>();
  let processes = 0;
  return {
    process(clock) {
      processes += 1;
      const process = processes;
      const watches = new Map<string, { readonly fence: number; readonly since: number }>();
      const grant = (target: Target, holder: string, ttlMs: number): Lease => {
        const key = targetKey(target);
        const fence = (fences.get(key) ?? 0) + 1;
        fences.set(key, fence);
        grants.set(key, { process, holder, ttlMs, fence });
        watches.delete(key);
        return { target, holder, fence };
      };
      return {
        acquire(target, holder, ttlMs) {
          const key = targetKey(target);
          const standing = grants.get(key);
          const isOwn = standing?.process === process && standing.holder === holder;
          if (standing === undefined || isOwn) return grant(target, holder, ttlMs);
          const now = clock.now().getTime();
          const watch = watches.get(key);
          if (watch?.fence === standing.fence)
            return now - watch.since < standing.ttlMs ? undefined : grant(target, holder, ttlMs);
          watches.set(key, { fence: standing.fence, since: now });
          return undefined;
        },
        release({ target, fence }) {
          if (grants.get(targetKey(target))?.fence === fence) grants.delete(targetKey(target));
        },
      };
    },
  };
}
