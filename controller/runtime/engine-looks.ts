import type { Access, Readers, Reconcile } from '../domain/ports.js';
import { unlessAborted } from '../domain/unless-aborted.js';
import type { Engine } from '../engine/engine.js';
import { reconcile } from '../engine/reconcile.js';

/**
 * The looks of an engine. One that is given up ends at once, whichever port it waits for, and begins nothing more: it
 * is as if the process had died at that call. So no answer that never comes can keep a target from being looked at.
 */
export const looksOf =
  (engine: Engine): Reconcile =>
  (look, signal) =>
    reconcile(endingWith(engine, signal), look, signal);

/** Begins a call and waits for it, as long as the look goes on. */
type Waits = <T>(begin: () => Promise<T>) => Promise<T>;

function endingWith(engine: Engine, signal: AbortSignal): Engine {
  const waits: Waits = async (begin) => {
    signal.throwIfAborted();
    return unlessAborted(begin(), signal);
  };
  const { clock } = engine;
  return {
    ...engine,
    access: accessEnding(engine.access, waits, signal),
    ledger: ledgerEnding(engine.ledger, waits),
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
      return { send: (step) => waits(() => own.send(step, signal)) };
    },
  };
}

/** Every method, by what it gives: the ledger's are all asynchronous. */
const ledgerEnding = (ledger: Engine['ledger'], waits: Waits): Engine['ledger'] =>
  new Proxy(ledger, {
    get(own, name) {
      const method: unknown = Reflect.get(own, name);
      if (typeof method !== 'function') return method;
      return (...given: unknown[]) => {
        const begin = (): unknown => Reflect.apply(method, own, given);
        return listings.has(name) ? items(begin, waits) : waits(async () => begin());
      };
    },
  });

/** The methods that give one thing after the other. */
const listings: ReadonlySet<string | symbol> = new Set<keyof Engine['ledger']>([
  'undelivered',
  'episodes',
  'incidents',
  'timeline',
]);

async function* items(begin: () => unknown, waits: Waits): AsyncGenerator<unknown> {
  const each = (begin() as AsyncIterable<unknown>)[Symbol.asyncIterator]();
  for (;;) {
    const next = await waits(() => each.next());
    if (next.done === true) return;
    yield next.value;
  }
}
