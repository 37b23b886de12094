import { readFailure } from '../domain/failure.js';
import type { Log } from '../domain/ports.js';

/** An error as log fields, short and safe to show. */
export function errorFields(error: unknown): { readonly error: string; readonly reason: string } {
  const { name, message } = readFailure(error);
  return { error: name, reason: message };
}

/** Says that something began to fail and that it works again, and not the thousand times in between. */
export class FailureLog {
  readonly #log: Log;
  readonly #what: string;
  readonly #fields: Readonly<Record<string, unknown>>;
  #failures = 0;

  /** `what` is a static text such as `receiving messages`. */
  constructor(log: Log, what: string, fields: Readonly<Record<string, unknown>> = {}) {
    this.#log = log;
    this.#what = what;
    this.#fields = fields;
  }

  /** How often it failed in a row, this time included. */
  failed(error: unknown): number {
    this.#failures += 1;
    if (this.#failures === 1) {
      this.#log.error(`${this.#what} fails`, { ...this.#fields, ...errorFields(error) });
    }
    return this.#failures;
  }

  worked(): void {
    if (this.#failures === 0) return;
    this.#log.info(`${this.#what} works again`, { ...this.#fields, failures: this.#failures });
    this.#failures = 0;
  }
}
