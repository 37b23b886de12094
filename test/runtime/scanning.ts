import type { Listing, Reconcile } from '../../controller/domain/ports.js';
import type { Look } from '../../controller/domain/signal.js';
import { type Target, targetName } from '../../controller/domain/target.js';
import { LookQueue } from '../../controller/runtime/queue.js';
import type { ScanPorts } from '../../controller/runtime/scan-pass.js';
import { runScans } from '../../controller/runtime/scan-source.js';
import { runWorkers } from '../../controller/runtime/worker.js';
import { FakeClock } from '../fakes/fake-clock.js';
import { RecordingLog } from '../fakes/recording-log.js';
import { Notes } from './notes.js';
import { account, clean } from './samples.js';

export const minute = 60_000;

/** An account's buckets, two to a page; a token is the place of the next bucket. */
export class Account implements Listing {
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
  readonly catalogue?: ScanPorts['catalogue'];
  readonly clock?: FakeClock;
  readonly random?: () => number;
}

/** Scans with one worker behind them. */
export function scanning({
  listing,
  reconcile,
  isSelected = () => true,
  ledger = new Notes(),
  accounts,
  room = 10,
  catalogue,
  clock = new FakeClock(),
  random = () => 0.5,
}: Given) {
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
    random,
    log,
    isSelected,
    accounts: accounts ?? [account],
    ...(catalogue === undefined ? {} : { catalogue }),
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
