import { setMaxListeners } from 'node:events';
import { TerminalError } from '../domain/errors.js';
import type { Clock, Log, LookResult, Reconcile } from '../domain/ports.js';
import type { Look } from '../domain/signal.js';
import { targetKey } from '../domain/target.js';
import { Held } from '../engine/tenure.js';
import { within } from './deadline.js';
import { errorFields } from './failure-log.js';
import type { LookEnd, LookQueue, Work } from './queue.js';

export interface WorkerPorts {
  readonly queue: LookQueue;
  readonly reconcile: Reconcile;
  readonly clock: Clock;
  readonly log: Log;
  /** Called after each look that came to an end; must not throw. */
  readonly afterLook: (end: LookEnd) => void;
}

export interface WorkerSettings {
  /** Looks taken at once. */
  readonly concurrency: number;
  /** After so long a look is told to stop and given up, in milliseconds. */
  readonly lookTimeoutMs: number;
}

/** A lease may be given back long before it runs out. */
const longestWaitMs = 5_000;

/** Takes looks and reconciles until the signal aborts; then ends without waiting for looks that do not heed it. */
export async function runWorkers(
  ports: WorkerPorts,
  settings: WorkerSettings,
  signal: AbortSignal,
): Promise<void> {
  await Promise.all(Array.from({ length: settings.concurrency }, () => loop(ports, settings, signal)));
}

async function loop(ports: WorkerPorts, settings: WorkerSettings, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const work = await nextWork(ports.queue, signal);
    if (work !== undefined) await take(work, ports, settings, signal);
  }
}

async function nextWork(queue: LookQueue, signal: AbortSignal): Promise<Work | undefined> {
  try {
    return await queue.take(signal);
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}

async function take(
  work: Work,
  ports: WorkerPorts,
  { lookTimeoutMs }: WorkerSettings,
  signal: AbortSignal,
): Promise<void> {
  const { look } = work;
  const stop = new AbortController();
  // Every call of the look listens to it.
  setMaxListeners(0, stop.signal);
  let going = true;
  const over = reconciled(ports.reconcile, look, stop.signal).finally(() => {
    going = false;
  });
  try {
    const result = await within(ports.clock, lookTimeoutMs, over, signal);
    finish(work, { kind: 'looked', look, result }, ports);
  } catch (error) {
    const target = targetKey(look.target);
    if (going) {
      stop.abort(error);
      ports.log.warn('look given up', { target, ...errorFields(error) });
      work.abandon(new Error('The look was given up.', { cause: error }), over);
    } else if (error instanceof Held) {
      ports.log.info('look waits for a lease', { target, forMs: error.forMs });
      // What it found may be told of already, long before it is healed.
      ports.afterLook({ kind: 'failed', look, error });
      work.again(ports.clock.sleep(Math.min(error.forMs, longestWaitMs), signal));
    } else if (error instanceof TerminalError) {
      ports.log.error('look ended for good', { target, ...errorFields(error) });
      finish(work, { kind: 'hopeless', look, error }, ports);
    } else {
      ports.log.warn('look failed', { target, ...errorFields(error) });
      finish(work, { kind: 'failed', look, error }, ports);
    }
  }
}

/** A reconcile that throws before its first await is no worse than one that rejects. */
async function reconciled(reconcile: Reconcile, look: Look, signal: AbortSignal): Promise<LookResult> {
  return await reconcile(look, signal);
}

function finish(work: Work, end: LookEnd, { afterLook }: WorkerPorts): void {
  work.end(end);
  afterLook(end);
}
