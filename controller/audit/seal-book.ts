import type { Chain, ChainPoint } from '../domain/audit-trail.js';
import type { Seal, SealPlace, Verifier } from '../domain/seal.js';
import type { Instant } from '../domain/time.js';
import { chainName } from './chain-name.js';
import type { Fault } from './fault.js';
import { readSeal, sealHash } from './seal-text.js';

/** What all seals together say of one chain. */
export interface SealedHistory {
  readonly chain: Chain;
  /** Number of a row -> the hash under which it was sealed. */
  readonly points: ReadonlyMap<number, string>;
  readonly last: ChainPoint;
  readonly cut?: ChainPoint;
}

/** Reads the seals of a place in their order, each once, and knows what they say together. */
export class SealBook {
  readonly #place: SealPlace;
  readonly #verifier: Verifier;
  readonly #table: string;
  readonly #chains = new Map<string, SealedHistory & { readonly points: Map<number, string> }>();
  readonly #faults: Fault[] = [];
  #newest: { readonly seq: number; readonly hash: string; readonly at: Instant } | undefined;

  constructor(place: SealPlace, verifier: Verifier, table: string) {
    this.#place = place;
    this.#verifier = verifier;
    this.#table = table;
  }

  /** Every chain that was ever sealed. */
  get chains(): Iterable<SealedHistory> {
    return this.#chains.values();
  }

  /** The newest seal that could be read: its number, the SHA-256 of its text, its time. */
  get newest(): { readonly seq: number; readonly hash: string; readonly at: Instant } | undefined {
    return this.#newest;
  }

  of(chain: Chain): SealedHistory | undefined {
    return this.#chains.get(chainName(chain));
  }

  /** What is wrong with the seals that were read so far. */
  get faults(): readonly Fault[] {
    return this.#faults;
  }

  /** Reads the seals that came since. */
  async refresh(): Promise<void> {
    let expected = (this.#newest?.seq ?? 0) + 1;
    for (const number of await this.#place.numbers()) {
      if (number < expected) continue;
      if (number > expected) this.#faults.push(gap(expected, number - 1));
      this.#faults.push(...this.#take(number, await this.#place.read(number), number === expected));
      expected = number + 1;
    }
  }

  #take(number: number, text: string, isNext: boolean): readonly Fault[] {
    const seal = readSeal(text, this.#verifier);
    const fault = (what: string): readonly Fault[] => [{ kind: 'seal', seq: number, what }];
    const before = this.#newest?.hash ?? '';
    this.#newest = { seq: number, hash: sealHash(text), at: 'fault' in seal ? '' : seal.at };
    if ('fault' in seal) return fault(seal.fault);
    if (seal.number !== number) return fault(`it was written as seal ${seal.number}`);
    if (seal.table !== this.#table) return fault(`it is of the table ${seal.table}, not of ${this.#table}`);
    const contradictions = this.#add(seal).flatMap(fault);
    if (!isNext || seal.previous === before) return contradictions;
    return [...fault(`it was written behind another seal ${number - 1}`), ...contradictions];
  }

  #add({ chains }: Seal): readonly string[] {
    return chains.flatMap(({ target, aspect, seq, hash, cut }) => {
      const chain = { target, aspect };
      const known = this.#chains.get(chainName(chain));
      const points = known?.points ?? new Map<number, string>();
      if (known !== undefined && (seq < known.last.seq || (points.get(seq) ?? hash) !== hash))
        return [`it contradicts an older one about ${aspect} of ${target}`];
      const standing = cut ?? known?.cut;
      this.#chains.set(chainName(chain), {
        chain,
        points: points.set(seq, hash),
        last: { seq, hash },
        ...(standing === undefined ? {} : { cut: standing }),
      });
      return [];
    });
  }
}

const gap = (first: number, last: number): Fault => ({
  kind: 'seal',
  seq: first,
  what: first === last ? 'it is not there' : `seals ${first} to ${last} are not there`,
});
