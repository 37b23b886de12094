import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LookResult, Queue, QueueMessage, Reconcile } from '../../controller/domain/ports.js';
import type { Look } from '../../controller/domain/signal.js';
import { parseMessage } from '../../controller/runtime/cloudtrail.js';
import { FakeClock, settled } from '../fakes/fake-clock.js';
import { MemoryQueue } from '../fakes/memory-queue.js';
import { startLoop } from './loop.js';
import { Notes } from './notes.js';
import { changeOf, clean, enrolment, envelope } from './samples.js';

/** Dies at its n-th call, before or after that took effect; a dead process answers nothing any more. */
class Mortal {
  calls = 0;
  readonly #dies: number;
  readonly #when: 'before' | 'after';

  constructor(dies: number, when: 'before' | 'after') {
    this.#dies = dies;
    this.#when = when;
  }

  get dead(): boolean {
    return this.calls >= this.#dies;
  }

  async call<T>(effect: () => Promise<T>): Promise<T> {
    const nothing = new Promise<never>(() => {});
    if (this.dead) return nothing;
    this.calls += 1;
    if (this.dead && this.#when === 'before') return nothing;
    const answer = await effect();
    return this.dead ? nothing : answer;
  }
}

/** What outlives a process: the queue, the ledger, the clock, and what really was done. */
class World {
  readonly clock = new FakeClock();
  readonly messages = new MemoryQueue(this.clock, 60, 100);
  readonly ledger = new Notes();
  readonly ended: Look[] = [];
  readonly wrongs: string[] = [];

  /** Starts a process that dies at that call. */
  start(mortal: Mortal) {
    const { clock, ledger, messages } = this;
    const queue: Queue = {
      receive: (seconds, signal) =>
        mortal.call(() => messages.receive(seconds, mortal.dead ? signal : undefined)),
      delete: (some) => mortal.call(() => this.#delete(some)),
      extend: (some, seconds) => mortal.call(() => messages.extend(some, seconds)),
      // Slower than a deletion, so that nobody may forget to wait for it.
      send: (body, seconds) => mortal.call(() => clock.sleep(50).then(() => messages.send(body, seconds))),
    };
    const reconcile: Reconcile = async (look): Promise<LookResult> => {
      await clock.sleep(1000);
      return mortal.call(async () => {
        this.ended.push(look);
        return clean(look);
      });
    };
    const notes = {
      noteEvent: (...given: Parameters<Notes['noteEvent']>) => mortal.call(() => ledger.noteEvent(...given)),
      noteAttempt: (...given: Parameters<Notes['noteAttempt']>) =>
        mortal.call(() => ledger.noteAttempt(...given)),
    };
    return startLoop({ clock, messages: queue, ledger: notes, reconcile });
  }

  /** Looks of at least this round that had the event in hand and came to an end. */
  looksFor(id: string, round: number): number {
    return this.ended.filter((look) => look.round === round && idsIn(look).includes(id)).length;
  }

  async #delete(messages: readonly QueueMessage[]): Promise<void> {
    for (const { body } of messages) this.#checkDeletion(body);
    await this.messages.delete(messages);
  }

  /** A message goes only when its look has ended and the next look is in the queue, or has ended, too. */
  #checkDeletion(body: string): void {
    const message = parseMessage(body, enrolment);
    if (message.kind === 'attempt' && this.ledger.attempts.length === 0)
      this.wrongs.push('attempt not noted');
    if (message.kind !== 'change' && message.kind !== 'recheck') return;
    const ids = message.kind === 'change' ? [message.event.id] : idsIn(message.look);
    const round = message.kind === 'change' ? 0 : message.look.round;
    for (const id of ids) {
      // Merged with a newer event, a re-check may be covered by a look of a lower round; that one asks for more.
      const ended = this.ended.filter((look) => look.round <= round && idsIn(look).includes(id));
      if (ended.length === 0) this.wrongs.push(`${id} deleted in round ${round} before its look ended`);
      const covering = Math.min(...ended.map((look) => look.round));
      if (covering < 2 && !this.#awaits(id, covering + 1))
        this.wrongs.push(`${id} deleted without a re-check`);
      if (!this.ledger.events.some((event) => event.id === id))
        this.wrongs.push(`${id} deleted without a note`);
    }
  }

  #awaits(id: string, round: number): boolean {
    const sent = this.messages.bodies.some((body) => {
      const message = parseMessage(body, enrolment);
      return message.kind === 'recheck' && message.look.round === round && idsIn(message.look).includes(id);
    });
    return sent || this.looksFor(id, round) > 0;
  }
}

const idsIn = (look: Look): readonly string[] =>
  look.signals.flatMap((signal) => (signal.kind === 'event' ? [signal.id] : []));

/** Runs one process to its death and another one after it; gives the calls that the first one made. */
async function cutAt(dies: number, when: 'before' | 'after', buckets: readonly string[]): Promise<number> {
  const world = new World();
  const events = buckets.map((name, place) => ({ name, id: `e-${place}` }));
  for (const { name, id } of events) await world.messages.send(changeOf(name, id), 0);
  await world.messages.send(JSON.stringify(envelope({ eventID: 'refused', errorCode: 'AccessDenied' })), 0);
  const first = new Mortal(dies, when);
  world.start(first);
  await world.clock.advance(120_000);
  const second = world.start(new Mortal(Number.POSITIVE_INFINITY, 'after'));
  await world.clock.advance(600_000);
  second.intake.abort();
  second.work.abort();
  await settled();
  expect(world.wrongs).toEqual([]);
  expect(world.messages.bodies).toEqual([]);
  expect(world.messages.dead).toEqual([]);
  expect(world.ledger.attempts.length).toBeGreaterThan(0);
  for (const { id } of events) {
    for (const round of [0, 1, 2]) expect(world.looksFor(id, round)).toBeGreaterThan(0);
  }
  return first.calls;
}

// Many whole lives are played: a slow machine needs time for that.
describe('a process that dies', { timeout: 60_000 }, () => {
  it.each(['before', 'after'] as const)('loses nothing, wherever it is cut: %s each call', async (when) => {
    const buckets = ['first', 'first', 'second'];
    let calls = 0;
    for (let dies = 1; calls >= dies - 1; dies += 1) calls = await cutAt(dies, when, buckets);
    // Enough for a receive, three notes, two looks, their re-checks and all deletions.
    expect(calls).toBeGreaterThan(15);
  });

  it('loses nothing, whatever it was at', async () => {
    const buckets = fc.array(fc.constantFrom('first', 'second', 'third'), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom('before', 'after'),
        buckets,
        async (dies, when, names) => {
          await cutAt(dies, when, names);
        },
      ),
      { numRuns: 40 },
    );
  });
});
