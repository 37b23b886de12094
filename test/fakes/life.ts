/** The process ended in the middle of a call. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

/** At which call, from 1, a process ends, and whether the other side still carries that call out. */
export interface Death {
  readonly at: number;
  readonly reaches: boolean;
}

/** One process as the ports see it: it may die at any call, and is dead from then on. */
export class Life {
  /** Every call to a port, in order. */
  readonly calls: string[] = [];
  readonly #death: Death | undefined;
  #isDead = false;

  constructor(death?: Death) {
    this.#death = death;
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** Has one call carried out, all of it or nothing; rejects with what the effect throws, or with Crash. */
  async call<T>(name: string, effect: () => T): Promise<T> {
    if (this.#isDead) throw new Crash(`${name}: the process is dead`);
    this.calls.push(name);
    this.#isDead = this.#death?.at === this.calls.length;
    if (!this.#isDead) return effect();
    if (this.#death?.reaches === true) effect();
    throw new Crash(`${name}: the process died`);
  }
}
