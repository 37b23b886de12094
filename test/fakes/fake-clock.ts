import type { Clock } from '../../controller/domain/ports.js';

interface Sleeper {
  readonly due: number;
  readonly order: number;
  readonly wake: () => void;
}

/** Lets everything run that waits for no time. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Time that moves only when a test says so. Sleepers wake in the order of their time, and of their coming if that is equal. */
export class FakeClock implements Clock {
  #now: number;
  #order = 0;
  #sleepers: Sleeper[] = [];

  constructor(start = '2026-01-31T12:00:00.000Z') {
    this.#now = Date.parse(start);
  }

  now(): Date {
    return new Date(this.#now);
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(signal.reason);
        return;
      }
      const leave = (): void => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        reject(signal?.reason);
      };
      const wake = (): void => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      const sleeper: Sleeper = { due: this.#now + Math.max(0, ms), order: this.#order, wake };
      this.#order += 1;
      this.#sleepers.push(sleeper);
      signal?.addEventListener('abort', leave, { once: true });
    });
  }

  /** How many sleep now. */
  get sleeping(): number {
    return this.#sleepers.length;
  }

  /** Lets so many milliseconds pass; what a sleeper does on waking happens at its own time. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    await settled();
    for (let next = this.#next(until); next !== undefined; next = this.#next(until)) {
      const { due, wake } = next;
      this.#sleepers = this.#sleepers.filter((other) => other !== next);
      this.#now = Math.max(this.#now, due);
      wake();
      await settled();
    }
    this.#now = until;
  }

  #next(until: number): Sleeper | undefined {
    return this.#sleepers
      .filter(({ due }) => due <= until)
      .sort((a, b) => a.due - b.due || a.order - b.order)[0];
  }
}
