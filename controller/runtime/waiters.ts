/** Those who wait for something, served in the order in which they came. */
export class Waiters<T> {
  readonly #line = new Set<(value: T) => void>();

  /** Resolves when served; leaves the line and rejects with the signal's reason if that comes first. */
  wait(signal: AbortSignal): Promise<T> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      const served = (value: T): void => {
        signal.removeEventListener('abort', leave);
        resolve(value);
      };
      const leave = (): void => {
        this.#line.delete(served);
        reject(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#line.add(served);
    });
  }

  get empty(): boolean {
    return this.#line.size === 0;
  }

  /** Serves the first in line; nobody may be there. */
  serve(value: T): void {
    const [first] = this.#line;
    if (first === undefined) return;
    this.#line.delete(first);
    first(value);
  }
}
