import type { OutboxSettings } from './outbox.js';
import type { SqsSourceSettings } from './sqs-source.js';
import type { WorkerSettings } from './worker.js';

/** How the loop turns. */
export interface Settings extends SqsSourceSettings, WorkerSettings, OutboxSettings {
  /** From the start of a scan of an account to the start of the next, in milliseconds; spread by +-10 %. */
  readonly scanIntervalMs: number;
  /** How often the files of the catalogue are read, in milliseconds. */
  readonly reloadMs: number;
  /** How long a call to the ledger, to the queue or for a listing may take outside the looks, in milliseconds. */
  readonly callTimeoutMs: number;
  /** Looks that only a scan wants and that may wait at once. */
  readonly scanRoom: number;
}

/** What a controller does that is told nothing else. */
export const defaultSettings: Settings = {
  visibilitySeconds: 60,
  waitSeconds: 20,
  mostOpen: 500,
  retrySeconds: [5, 15, 60, 300],
  recheckSeconds: [10, 60],
  concurrency: 64,
  lookTimeoutMs: 120_000,
  scanIntervalMs: 15 * 60_000,
  reloadMs: 5000,
  callTimeoutMs: 60_000,
  scanRoom: 1000,
  pollMs: 30_000,
  deliveryTimeoutMs: 30_000,
  retryMs: 5000,
  retryCapMs: 10 * 60_000,
};
