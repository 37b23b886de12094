import type { Duty, Grant, Leases as Port } from '../../controller/domain/lease.js';
import type { Clock } from '../../controller/domain/ports.js';
import { type Target, targetKey } from '../../controller/domain/target.js';

const placeOf = (target: Target, duty: Duty | undefined): string => `${targetKey(target)} ${duty ?? ''}`;

interface Standing {
  readonly process: number;
  readonly holder: string;
  readonly ttlMs: number;
  readonly fence: number;
  /** Grows with every renewal. */
  readonly term: number;
}

type Now<Method extends (...given: never[]) => Promise<unknown>> = (
  ...given: Parameters<Method>
) => Awaited<ReturnType<Method>>;

/** The leases of one process. */
interface Leases {
  readonly acquire: Now<Port['acquire']>;
  readonly renew: Now<Port['renew']>;
  readonly release: Now<Port['release']>;
}

/**
 * Leases in memory, with the store's rule: somebody else's lease is taken over only after this process has itself
 * watched the same grant for as long as its holder asked for.
 */
export function leasesIn(): { process(clock: Clock): Leases } {
  const grants = new Map<string, Standing>();
  const fences = new Map<string, number>();
  let processes = 0;
  return {
    process(clock) {
      processes += 1;
      const process = processes;
      const watches = new Map<string, { readonly standing: Standing; readonly since: number }>();
      const grant = (target: Target, holder: string, ttlMs: number, duty: Duty | undefined): Grant => {
        const key = placeOf(target, duty);
        const fence = (fences.get(key) ?? 0) + 1;
        fences.set(key, fence);
        grants.set(key, { process, holder, ttlMs, fence, term: 0 });
        watches.delete(key);
        return { kind: 'granted', lease: { target, holder, ...(duty && { duty }), fence } };
      };
      return {
        acquire(target, holder, ttlMs, duty) {
          const key = placeOf(target, duty);
          const standing = grants.get(key);
          const isOwn = standing?.process === process && standing.holder === holder;
          if (standing === undefined || isOwn) return grant(target, holder, ttlMs, duty);
          const now = clock.now().getTime();
          const watch = watches.get(key);
          if (watch?.standing === standing && watch.since <= now) {
            const leftMs = watch.since + standing.ttlMs - now;
            return leftMs > 0 ? { kind: 'held', forMs: leftMs } : grant(target, holder, ttlMs, duty);
          }
          watches.set(key, { standing, since: now });
          return { kind: 'held', forMs: standing.ttlMs };
        },
        renew({ target, duty, fence }, ttlMs) {
          const key = placeOf(target, duty);
          const standing = grants.get(key);
          if (standing?.fence !== fence) return false;
          grants.set(key, { ...standing, ttlMs, term: standing.term + 1 });
          return true;
        },
        release({ target, duty, fence }) {
          const key = placeOf(target, duty);
          if (grants.get(key)?.fence === fence) grants.delete(key);
        },
      };
    },
  };
}
