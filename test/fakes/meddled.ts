import { Life } from './life.js';

/** A process beside which somebody else makes a call of his own right before its n-th. */
export class Meddled extends Life {
  readonly #at: number;
  readonly #meddle: () => void;

  constructor(at: number, meddle: () => void) {
    super();
    this.#at = at;
    this.#meddle = meddle;
  }

  override call<T>(name: string, effect: () => T): Promise<T> {
    if (this.calls.length + 1 === this.#at) this.#meddle();
    return super.call(name, effect);
  }
}
