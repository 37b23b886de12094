import { LeaseLost } from '../domain/errors.js';
import type { Lease } from '../domain/lease.js';
import type { Clock, Writer } from '../domain/ports.js';
import { type Target, targetName } from '../domain/target.js';
import type { Engine } from './engine.js';

/** Another controller holds the target: it does the work, and the look comes again to check. */
export class Held extends Error {
  override readonly name = 'Held';
  /** For how long at least the lease cannot be taken over, in milliseconds. */
  readonly forMs: number;

  constructor(target: Target, forMs: number) {
    super(`Another controller is at work on ${targetName(target)}`);
    this.forMs = forMs;
  }
}

/** A lease while it is kept. */
export interface Tenure {
  readonly lease: Lease;
  /** The engine, whose waits keep the lease; they end with LeaseLost once it is another's, or nobody's. */
  readonly engine: Engine;
  /** The writer, which begins no request (LeaseLost) with less of the lease left than that may take. */
  guarded(writer: Writer): Writer;
}

/**
 * Does the work under the target's lease, which is renewed as long as that takes, and gives it back. What is left of it
 * is reckoned on this machine's clock from before it was asked for, so that it is never more than others think: a process
 * that was paused finds it gone when it wakes. Rejects with Held if another has it.
 */
export async function underLease<T>(
  engine: Engine,
  target: Target,
  work: (tenure: Tenure) => Promise<T>,
): Promise<T> {
  const { ledger, clock, timing, controller } = engine;
  const asked = clock.now().getTime();
  const grant = await ledger.acquire(target, controller, timing.lease);
  if (grant.kind === 'held') throw new Held(target, grant.forMs);
  const { lease } = grant;
  const term = new Term(engine, lease, asked);
  const sleep: Clock['sleep'] = async (ms, signal) => {
    await clock.sleep(ms, signal);
    await term.keep();
  };
  try {
    return await work({
      lease,
      engine: { ...engine, clock: { now: () => clock.now(), sleep } },
      guarded: (writer) => ({
        async send(step, signal) {
          await term.keep();
          return writer.send(step, signal, () => term.check());
        },
      }),
    });
  } finally {
    // One that was lost runs out by itself: a request that was cut short may still be on its way.
    if (!term.isLost) await ledger.release(lease);
  }
}

/** How long a lease is still good for. */
class Term {
  readonly #engine: Engine;
  readonly #lease: Lease;
  /** When it was asked for, and the latest moment that was seen since, on this machine's clock. */
  #asked: number;
  #seen: number;
  #triedAt: number;
  isLost = false;

  constructor(engine: Engine, lease: Lease, asked: number) {
    this.#engine = engine;
    this.#lease = lease;
    this.#asked = asked;
    this.#seen = asked;
    this.#triedAt = asked;
  }

  /** Throws if there is too little left to begin a request. */
  check(): void {
    const { lease, request } = this.#engine.timing;
    if (this.#now() > this.#asked + lease - request) this.#lose();
  }

  /** Renews it where a good part of it is over. One that cannot be asked for runs on; one that is refused is lost. */
  async keep(): Promise<void> {
    const { timing, ledger, log } = this.#engine;
    const asked = this.#now();
    if (asked < this.#triedAt + (timing.lease - timing.request) / 3) return;
    this.#triedAt = asked;
    let isRenewed: boolean | undefined;
    try {
      isRenewed = await ledger.renew(this.#lease, timing.lease);
    } catch (cause) {
      log.warn('lease not renewed', { target: targetName(this.#lease.target), reason: String(cause) });
    }
    if (isRenewed === false) this.#lose();
    if (isRenewed === true) this.#asked = asked;
  }

  /** This machine's time; throws if the lease has run out by then. A clock that was set back tells nothing of what is left. */
  #now(): number {
    const now = this.#engine.clock.now().getTime();
    if (this.isLost || now < this.#seen || now >= this.#asked + this.#engine.timing.lease) this.#lose();
    this.#seen = now;
    return now;
  }

  #lose(): never {
    this.isLost = true;
    throw new LeaseLost(`The lease on ${targetName(this.#lease.target)} was lost; nothing more is sent.`);
  }
}
