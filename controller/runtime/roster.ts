import type { Ledger } from '../domain/ledger.js';
import type { Clock } from '../domain/ports.js';
import { namesIn, roster, rosterState } from '../domain/roster.js';
import type { AccountTarget } from '../domain/target.js';
import { instant } from '../domain/time.js';

interface RosterPorts {
  readonly ledger: Pick<Ledger, 'goodState' | 'rememberGood'>;
  readonly clock: Clock;
}

/**
 * Which buckets an account had, in the ledger: without it a bucket that is deleted while no controller runs would not
 * be missed. Written only where it has changed.
 */
export class Roster {
  readonly #account: AccountTarget;
  readonly #ports: RosterPorts;
  #kept: string | undefined;

  constructor(account: AccountTarget, ports: RosterPorts) {
    this.#account = account;
    this.#ports = ports;
  }

  /** The names that an earlier process kept; nothing once this one has kept some itself. */
  async names(): Promise<readonly string[]> {
    if (this.#kept !== undefined) return [];
    const names = namesIn((await this.#ports.ledger.goodState(this.#account, roster))?.state);
    this.#kept = JSON.stringify(rosterState(names));
    return names;
  }

  async keep(names: Iterable<string>): Promise<void> {
    const { ledger, clock } = this.#ports;
    const state = rosterState(names);
    const text = JSON.stringify(state);
    if (text === this.#kept) return;
    await ledger.rememberGood(this.#account, roster, { at: instant(clock.now()), state });
    this.#kept = text;
  }
}
