import type { Memory } from '../../controller/domain/ledger.js';
import { type Target, targetKey } from '../../controller/domain/target.js';
import type { GrantedWaiver, WaiverUse } from '../../controller/domain/waiver.js';

/** The granted waivers of a ledger in memory, and what waivers were good for. */
export class MemoryWaivers {
  readonly #granted = new Map<string, GrantedWaiver>();
  readonly #uses = new Map<string, WaiverUse>();

  grant(waiver: GrantedWaiver): void {
    this.#granted.set(`${targetKey(waiver.target)} ${waiver.aspect} ${waiver.state}`, waiver);
  }

  remembered(target: Target): Pick<Memory, 'waivers'> {
    const own = [...this.#granted].filter(([, one]) => targetKey(one.target) === targetKey(target)).sort();
    return own.length === 0 ? {} : { waivers: own.map(([, waiver]) => waiver) };
  }

  all(after: string): readonly GrantedWaiver[] {
    const end = ({ expires, id }: GrantedWaiver): string => `${expires}/${id}`;
    return [...this.#granted.values()]
      .filter(({ expires }) => expires > after)
      .sort((one, other) => (end(one) < end(other) ? -1 : 1));
  }

  note(target: Target, waiver: string, at: string, endsIncident: boolean): void {
    const key = `${targetKey(target)} ${waiver}`;
    const { looks, incidents, first } = this.#uses.get(key) ?? { looks: 0, incidents: 0, first: at };
    this.#uses.set(key, { looks: looks + 1, incidents: incidents + (endsIncident ? 1 : 0), first, last: at });
  }

  use(target: Target, waiver: string): WaiverUse | undefined {
    return this.#uses.get(`${targetKey(target)} ${waiver}`);
  }
}
