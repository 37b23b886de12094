import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Look } from '../../controller/domain/signal.js';
import { targetKey } from '../../controller/domain/target.js';
import { type LookEnd, LookQueue, type Work } from '../../controller/runtime/queue.js';
import { settled } from '../fakes/fake-clock.js';
import { bucket, clean, eventLook, recheckLook, scanLook } from './samples.js';

type Wish = 'add' | 'scan' | 'recheck';
interface Asking {
  readonly kind: Wish;
  readonly key: number;
}
interface Working {
  readonly kind: 'take' | 'end' | 'fail' | 'again';
}
type Move = Asking | Working;

const move: fc.Arbitrary<Move> = fc.oneof(
  fc.record({ kind: fc.constantFrom('add' as const, 'scan' as const, 'recheck' as const), key: fc.nat(3) }),
  fc.record({ kind: fc.constantFrom('take' as const, 'end' as const, 'fail' as const, 'again' as const) }),
);

/** Plays moves against a queue and checks it after each. */
class Play {
  readonly queue = new LookQueue(2);
  readonly held: Work[] = [];
  readonly tickets: { readonly look: Look; readonly ends: LookEnd[]; readonly addedAt: number }[] = [];
  readonly takenAt = new Map<Look, number>();
  readonly #leave = new AbortController();
  #takes = 0;
  #time = 0;

  async make(next: Move): Promise<void> {
    this.#time += 1;
    if (next.kind === 'take') this.#take();
    else if ('key' in next) this.#add(next.kind, next.key);
    else this.#finish(next.kind);
    await settled();
    const keys = this.held.map(({ look }) => targetKey(look.target));
    expect(new Set(keys).size).toBe(keys.length);
  }

  /** Ends everything and leaves: every ticket must be settled then. */
  async finish(): Promise<void> {
    for (let idle = false; !idle; ) {
      while (this.held.length > 0) await this.make({ kind: 'end' });
      while (this.#takes < 4) this.#take();
      await settled();
      idle = this.held.length === 0;
    }
    this.#leave.abort(new Error('over'));
    await settled();
  }

  #add(kind: Wish, key: number): void {
    const target = bucket(`bucket-${key}`);
    const id = `e-${this.#time}`;
    const look =
      kind === 'add'
        ? eventLook(target, id)
        : kind === 'scan'
          ? scanLook(target)
          : recheckLook(target, id, 1);
    const ticket = { look, ends: [], addedAt: this.#time } as Play['tickets'][number];
    this.tickets.push(ticket);
    const settle = (end: LookEnd): void => void ticket.ends.push(end);
    if (kind === 'scan') this.queue.addWhenRoom(look, settle, this.#leave.signal).catch(() => {});
    else this.queue.add(look, settle);
  }

  #take(): void {
    this.#takes += 1;
    this.queue.take(this.#leave.signal).then(
      (work) => {
        this.#takes -= 1;
        this.takenAt.set(work.look, this.#time);
        this.held.push(work);
      },
      () => {},
    );
  }

  #finish(kind: 'end' | 'fail' | 'again'): void {
    const work = this.held.shift();
    if (work === undefined) return;
    const { look } = work;
    if (kind === 'again') work.again(settled());
    else
      work.end(
        kind === 'end'
          ? { kind: 'looked', look, result: clean(look) }
          : { kind: 'failed', look, error: new Error('x') },
      );
  }
}

describe('the merging queue, whatever is done to it', { timeout: 60_000 }, () => {
  it('never gives a target to two workers at once, loses no ticket, settles none twice, and covers each by a look taken after it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(move, { maxLength: 60 }), async (moves) => {
        const play = new Play();
        for (const next of moves) await play.make(next);
        await play.finish();
        for (const { look, ends, addedAt } of play.tickets) {
          expect(ends).toHaveLength(1);
          const covering = ends[0]?.look;
          expect(covering && targetKey(covering.target)).toBe(targetKey(look.target));
          expect(covering && play.takenAt.get(covering)).toBeGreaterThanOrEqual(addedAt);
          for (const signal of look.signals)
            if (signal.kind === 'event') expect(covering?.signals).toContainEqual(signal);
        }
      }),
      { numRuns: 200 },
    );
  });
});
