import type { Queue, Reconcile } from '../../controller/domain/ports.js';
import type { Look } from '../../controller/domain/signal.js';
import { FakeClock } from '../fakes/fake-clock.js';
import { MemoryQueue } from '../fakes/memory-queue.js';
import { type LoopPorts, startLoop } from './loop.js';
import { Notes } from './notes.js';
import { clean } from './samples.js';

/** A running loop that remembers the looks it took. */
export function running(reconcile: Reconcile = async (look) => clean(look), more: Partial<LoopPorts> = {}) {
  const clock = new FakeClock();
  const messages = new MemoryQueue(clock);
  const ledger = new Notes();
  const looks: Look[] = [];
  const noting: Reconcile = (look, signal) => {
    looks.push(look);
    return reconcile(look, signal);
  };
  const loop = startLoop({ clock, messages, ledger, reconcile: noting, ...more });
  return { clock, messages, ledger, looks, ...loop };
}

/** The queue with some of its calls replaced. */
export const wired = (messages: MemoryQueue, calls: Partial<Queue>): Queue => ({
  receive: (seconds, signal) => messages.receive(seconds, signal),
  delete: (some) => messages.delete(some),
  extend: (some, seconds) => messages.extend(some, seconds),
  send: (body, seconds) => messages.send(body, seconds),
  ...calls,
});
