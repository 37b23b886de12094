import { aspectsOf } from '../../controller/aspects/index.js';
import type { Catalogue } from '../../controller/catalog/catalogue.js';
import { defaultBrakes } from '../../controller/domain/brake.js';
import type { Ledger, LedgerQueries } from '../../controller/domain/ledger.js';
import type { Access, Listing, Log, Notifier, Queue } from '../../controller/domain/ports.js';
import { defaultTiming, type Engine } from '../../controller/engine/engine.js';
import { type Controller, startController } from '../../controller/runtime/controller.js';
import { looksOf } from '../../controller/runtime/engine-looks.js';
import { defaultSettings, type Settings } from '../../controller/runtime/settings.js';
import { accounts } from './fleet.js';
import type { Process } from './process.js';
import { isOwnActor } from './trail.js';

/** How long a scan waits for the next, in milliseconds. */
export const scanEveryMs = 180_000;

/** As shipped, but with less time between scans, so that a history is short. */
const settings: Settings = {
  ...defaultSettings,
  concurrency: 4,
  scanIntervalMs: scanEveryMs,
  lookTimeoutMs: 60_000,
  callTimeoutMs: 20_000,
  retrySeconds: [5, 15, 60],
  pollMs: 30_000,
  retryCapMs: 60_000,
  scanRoom: 8,
};

/** No look is longer than this, and none is given up later. */
export const longestLookMs = settings.lookTimeoutMs;

/** How one process reaches everything. */
export interface Reach {
  readonly access: Access;
  readonly ledger: Ledger & LedgerQueries;
  readonly messages: Queue;
  readonly listing: Listing;
  readonly notifier: Notifier;
  readonly log: Log;
}

/** A catalogue that may be replaced while processes run. */
export interface Shelf {
  current: Catalogue;
  /** Resolves when another one is in force. */
  changed(signal: AbortSignal): Promise<void>;
}

/** Starts a whole controller, as `snapback run` does, in a process of the history. */
export function startReplica(process: Process, shelf: Shelf, reach: Reach): Controller {
  const { clock, random, name } = process;
  const engine: Engine = {
    access: reach.access,
    ledger: reach.ledger,
    accounts,
    declarations: () => shelf.current,
    clock,
    log: reach.log,
    controller: name,
    isSelf: ({ arn }) => isOwnActor(arn),
    timing: defaultTiming,
    // What a brake holds is not as declared in the end, which is another story.
    brakes: { ...defaultBrakes, revertsPerHour: 0, tugOfWar: 0 },
  };
  return startController({
    ...reach,
    reconcile: looksOf(engine),
    clock,
    random,
    isSelected: (target) => shelf.current.selects(target) !== false,
    aspectsOf,
    accounts,
    settings,
    catalogue: {
      get generation() {
        return shelf.current.generation;
      },
      changed: (signal) => shelf.changed(signal),
      run: async () => {},
    },
  });
}
