import type { Ledger, LedgerQueries } from '../../controller/domain/ledger.js';
import type { Listing, Log, Notifier, Random } from '../../controller/domain/ports.js';
import { randomStream, shuffled } from '../../deploy/local/random.js';
import { driftsOf, lateDrifts } from './drifts.js';
import { catalogue, type Member, members, otherCatalogue } from './fleet.js';
import type { Happening } from './history.js';
import { ledgerIn } from './ledger.js';
import { calmUntil, plannedFaults, stillUntil, stormFrom, stormUntil } from './plan.js';
import { Process } from './process.js';
import { type Shelf, startReplica } from './replica.js';
import { World } from './world.js';

/** Which catalogues there are beside the one in force. */
export type Catalogues = 'one' | 'another beside' | 'replaced';

/** One whole history, from start to silence. */
export interface Played {
  readonly seed: number;
  readonly members: readonly Member[];
  readonly catalogues: Catalogues;
  readonly world: World;
  readonly happenings: readonly Happening[];
}

/** Every history has so many changes by others at least. */
const leastDrifts = 10;

/** A catalogue that all processes that share it see replaced at once. */
class CommonShelf implements Shelf {
  current = catalogue;
  readonly #waiting = new Set<() => void>();

  changed(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.add(resolve);
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
  }

  replace(by: typeof catalogue): void {
    this.current = by;
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}

/** Plays the history of a seed: the same seed, the same history, whatever else the machine does. */
export async function play(seed: number): Promise<Played> {
  const random = randomStream(seed, 'world');
  const some = shuffled(random, members).slice(0, 3 + Math.floor(random() * 2));
  const chosen = some.every(({ isHealed }) => !isHealed) ? members.slice(0, 3) : some;
  const world = new World(seed, plannedFaults(seed, randomStream(seed, 'faults')), chosen);
  const turn = random();
  const catalogues: Catalogues = turn < 0.75 ? 'one' : turn < 0.9 ? 'another beside' : 'replaced';
  const shelf = new CommonShelf();
  const beside = new CommonShelf();
  const house = new House(world, random);
  house.keep(shelf);
  if (random() < 0.4 || catalogues === 'another beside')
    house.keep(catalogues === 'another beside' ? beside : shelf);

  const { time } = world;
  const drifts = driftsOf(random, chosen, stormFrom, stormUntil - 20_000, 10 + Math.floor(random() * 6));
  for (const drift of drifts) time.after(drift.at, () => world.drift(drift));
  // S3 refuses some: what is missing comes late.
  for (const drift of lateDrifts(chosen, stormUntil - 20_000, leastDrifts))
    time.after(drift.at, () => {
      if (world.drifts < leastDrifts) world.drift(drift);
    });
  if (catalogues === 'another beside')
    time.after(stormFrom, () => {
      beside.replace(otherCatalogue);
      world.note({ kind: 'fault', fault: 'another catalogue beside' });
    });
  if (catalogues === 'replaced')
    time.after(stormFrom + random() * 200_000, () => {
      shelf.replace(otherCatalogue);
      world.note({ kind: 'fault', fault: 'catalogue replaced' });
    });
  time.after(stormUntil, () => {
    world.chaos.end();
    beside.replace(shelf.current);
    world.note({ kind: 'note', text: 'nothing goes wrong any more, and nobody changes anything' });
  });
  await world.passUntil(calmUntil);
  world.note({ kind: 'note', text: 'everything has to be as declared by now, and stay so' });
  await world.passUntil(stillUntil);
  house.close();
  return { seed, members: chosen, catalogues, world, happenings: world.happenings };
}

const quiet: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Starts processes, and others in the place of those that died. */
class House {
  readonly #world: World;
  readonly #random: Random;
  #count = 0;
  #isClosed = false;
  readonly #alive = new Set<Process>();

  constructor(world: World, random: Random) {
    this.#world = world;
    this.#random = random;
  }

  /** Keeps one process running from now on. */
  keep(shelf: Shelf): void {
    this.#count += 1;
    const name = `p${this.#count}`;
    const world = this.#world;
    const isSkewed = this.#random() < 0.15;
    const skew = isSkewed ? Math.round((this.#random() - 0.5) * 120_000) : 0;
    if (isSkewed) world.note({ kind: 'fault', fault: 'clock skewed', process: name });
    const seed = Math.floor(this.#random() * 2 ** 31);
    const restartMs = 1_000 + this.#random() * 20_000;
    const process = new Process(name, world, randomStream(seed, name), skew, () => {
      world.note({ kind: 'note', text: 'died', process: name });
      this.#alive.delete(process);
      world.time.after(restartMs, () => {
        if (!this.#isClosed) this.keep(shelf);
      });
    });
    this.#alive.add(process);
    world.note({ kind: 'note', text: 'started', process: name });
    const { done } = startReplica(process, shelf, {
      access: world.s3.accessFor(process, 'auto-revert'),
      ledger: watched(
        ledgerIn(world.rows, process, {
          kept: (_, { pk, sk }, row) => world.note({ kind: 'row', process: name, pk, sk, row }),
        }),
        process,
        world,
      ),
      messages: world.queue.as(process),
      listing: listingOf(world, process),
      notifier: notifierOf(world, process),
      log: quiet,
    });
    done.catch((error: unknown) => {
      world.note({ kind: 'note', text: `the controller ended: ${String(error)}`, process: name });
    });
  }

  close(): void {
    this.#isClosed = true;
    for (const process of this.#alive) process.die();
  }
}

/** The ledger, telling the world of looks and leases. */
function watched(ledger: Ledger & LedgerQueries, process: Process, world: World): Ledger & LedgerQueries {
  return {
    ...ledger,
    recall: (target) => {
      world.recalled(process, target);
      return ledger.recall(target);
    },
    acquire: async (target, holder, ttlMs, duty) => {
      const grant = await ledger.acquire(target, holder, ttlMs, duty);
      if (grant.kind === 'granted' && duty === undefined)
        world.leased(process, target, 'granted', grant.lease.fence);
      return grant;
    },
    release: async (given) => {
      if (given.duty === undefined) world.leased(process, given.target, 'released', given.fence);
      await ledger.release(given);
    },
  };
}

const listingOf = (world: World, process: Process): Listing => ({
  page: (account, token) =>
    process.call({ port: 'list', site: 'page of the listing' }, () => {
      const names = [...world.s3.buckets.values()].filter((bucket) => bucket.account === account);
      const start = Number(token ?? '0');
      const buckets = names.slice(start, start + 2).map(({ name, region }) => ({ name, region }));
      return { buckets, ...(start + 2 < names.length ? { next: String(start + 2) } : {}) };
    }),
});

const notifierOf = (world: World, process: Process): Notifier => ({
  notify: ({ id }, notification) =>
    process.call({ port: 'notify', site: 'notify' }, () =>
      world.note({ kind: 'told', incident: id, notification: notification.id, what: notification.kind }),
    ),
});
