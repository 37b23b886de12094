import type { Access, Readers, Reconcile } from '../domain/ports.js';
import { unlessAborted } from '../domain/unless-aborted.js';
import type { Engine } from '../engine/engine.js';
import { reconcile } from '../engine/reconcile.js';
import { type Waits, waitingFor } from './waits.js';

/**
 * The looks of an engine. One that is given up ends at once, whichever port it waits for, and begins nothing more: it
 * is as if the process had died at that call. So no answer that never comes can keep a target from being looked at.
 */
export const looksOf =
  (engine: Engine): Reconcile =>
  (look, signal) =>
    reconcile(endingWith(engine, signal), look, signal);

function endingWith(engine: Engine, signal: AbortSignal): Engine {
  const waits: Waits = async (begin) => {
    signal.throwIfAborted();
    return unlessAborted(begin(), signal);
  };
  const { clock } = engine;
  return {
    ...engine,
    access: accessEnding(engine.access, waits, signal),
    ledger: waitingFor(engine.ledger, waits, listings),
    clock: { now: () => clock.now(), sleep: (ms, own) => waits(() => clock.sleep(ms, own)) },
  };
}

/** S3 is told, too: a call that still waits for its turn is never sent then. */
function accessEnding(access: Access, waits: Waits, signal: AbortSignal): Access {
  const reader: Readers = {
    readerFor(target, hint) {
      const own = access.reader.readerFor(target, hint);
      return { read: (call) => waits(() => own.read(call, signal)) };
    },
    isListed: (target) => waits(() => access.reader.isListed(target)),
    locate: (target) => waits(() => access.reader.locate(target)),
    regionOf: (target) => access.reader.regionOf(target),
  };
  if (access.mode === 'dry-run') return { mode: access.mode, reader };
  return {
    mode: access.mode,
    reader,
    writerFor(plan, region) {
      const own = access.writerFor(plan, region);
      return { send: (step, _, mayBegin) => waits(() => own.send(step, signal, mayBegin)) };
    },
  };
}

/** The methods that give one thing after the other. */
const listings: ReadonlySet<PropertyKey> = new Set<keyof Engine['ledger']>([
  'undelivered',
  'episodes',
  'incidents',
  'timeline',
]);
