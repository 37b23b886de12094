interface Sleeper {
  readonly due: number;
  readonly order: number;
  wake: (() => void) | undefined;
}

/** Lets everything run that waits for no time. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const isBefore = (one: Sleeper, other: Sleeper): boolean =>
  one.due < other.due || (one.due === other.due && one.order < other.order);

/** Time that jumps from one sleeper to the next. Who sleeps to the same moment wakes in the order of their coming. */
export class VirtualTime {
  /** Milliseconds since 1970. */
  now: number;
  #order = 0;
  /** A heap: nobody is due before the one at half the place. */
  readonly #heap: Sleeper[] = [];

  constructor(start: number) {
    this.now = start;
  }

  /** Calls `wake` in so many milliseconds; the answer calls that off. */
  after(ms: number, wake: () => void): () => void {
    const sleeper: Sleeper = { due: this.now + Math.max(0, ms), order: this.#order, wake };
    this.#order += 1;
    this.#push(sleeper);
    return () => {
      sleeper.wake = undefined;
    };
  }

  /** Lets time pass until that moment. */
  async passUntil(until: number): Promise<void> {
    await settled();
    for (let next = this.#heap[0]; next !== undefined && next.due <= until; next = this.#heap[0]) {
      this.#pop();
      if (next.wake === undefined) continue;
      this.now = Math.max(this.now, next.due);
      next.wake();
      await settled();
    }
    this.now = until;
  }

  #push(sleeper: Sleeper): void {
    const heap = this.#heap;
    let place = heap.push(sleeper) - 1;
    for (let up = (place - 1) >> 1; place > 0; up = (place - 1) >> 1) {
      const parent = heap[up];
      if (parent === undefined || !isBefore(sleeper, parent)) break;
      heap[place] = parent;
      place = up;
    }
    heap[place] = sleeper;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let place = 0;
    for (;;) {
      const [left, right] = [heap[2 * place + 1], heap[2 * place + 2]];
      const isRight = left !== undefined && right !== undefined && isBefore(right, left);
      const child = isRight ? right : left;
      if (child === undefined || !isBefore(child, last)) break;
      heap[place] = child;
      place = 2 * place + (isRight ? 2 : 1);
    }
    heap[place] = last;
  }
}
