import type { Chain, ChainPoint, FoundRow } from '../domain/audit-trail.js';
import type { Fault, FaultKind } from './fault.js';

/** What is known of a chain before its first row is read. */
interface Known {
  /** Number of a row -> the hash that it had when it was sealed. */
  readonly points: ReadonlyMap<number, string>;
  /** The last row that was deleted on purpose. */
  readonly cut?: ChainPoint;
  /** The number of the first row that is asked for; the first of all if missing. */
  readonly from?: number;
  /** What the head row said before the first row was read; missing where nobody asked. */
  readonly head?: ChainPoint | 'none';
}

/**
 * Walks along one chain, row by row in the order of the keys. Every row must be whole, stand in its place and name the
 * hash of the one before it; a row whose number was sealed must have the hash that was sealed.
 */
export class ChainCheck {
  readonly #chain: Chain;
  readonly #known: Known;
  readonly #from: number;
  #last: (ChainPoint & { readonly isDamaged: boolean }) | undefined;
  #isRewritten = false;
  #rows = 0;

  constructor(chain: Chain, known: Known) {
    this.#chain = chain;
    this.#known = known;
    this.#from = known.from ?? 1;
  }

  /** The last row so far that stood in its place. */
  get last(): ChainPoint | undefined {
    return this.#last && { seq: this.#last.seq, hash: this.#last.hash };
  }

  /** How many rows there were. */
  get rows(): number {
    return this.#rows;
  }

  /** What is wrong with the next row. */
  see(row: FoundRow): readonly Fault[] {
    this.#rows += 1;
    const { seq, hash, damage } = row;
    if (seq === undefined) return [this.#fault('inserted', undefined, `the ledger writes no key ${row.at}`)];
    const faults = [...this.#inPlace(row, seq)];
    if (damage === undefined) faults.push(...this.#asKnown(seq, hash));
    else faults.push(this.#fault(damage.kind, seq, damage.what));
    this.#last = { seq, hash, isDamaged: damage !== undefined };
    return faults;
  }

  /** What is missing at the end. */
  end(): readonly Fault[] {
    const { points, cut, head } = this.#known;
    const last = this.#last?.seq ?? 0;
    const isHead = typeof head === 'object';
    if (head === 'none' && last > 0) return [this.#fault('head', undefined, 'there is no head row')];
    if (isHead && !Number.isSafeInteger(head.seq))
      return [this.#fault('head', undefined, 'the head row names no number')];
    const sealed = Math.max(0, ...points.keys(), cut?.seq ?? 0);
    const known = Math.max(sealed, isHead ? head.seq : 0);
    if (last >= known) return [];
    const by = last < sealed ? 'was sealed' : 'the head row knows';
    return [this.#fault('cutOff', last + 1, `the chain ends here, and ${by} row ${known}`)];
  }

  /** Whether the row continues what came before it. */
  #inPlace({ entry }: FoundRow, seq: number): readonly Fault[] {
    const last = this.#last;
    if (last === undefined) return this.#beginning(entry?.previous, seq);
    if (seq > last.seq + 1) return [this.#gap(last.seq + 1, seq - 1)];
    // That the row before was altered is told already.
    if (entry === undefined || last.isDamaged || entry.previous === last.hash) return [];
    return [this.#fault('altered', last.seq, `row ${seq} was written behind another one`)];
  }

  #beginning(previous: string | undefined, seq: number): readonly Fault[] {
    const { cut } = this.#known;
    const isAllowed = seq === this.#from || (cut !== undefined && seq <= cut.seq + 1);
    if (!isAllowed) return [this.#gap(Math.max(this.#from, (cut?.seq ?? 0) + 1), seq - 1)];
    const before = seq === 1 ? '' : seq - 1 === cut?.seq ? cut.hash : undefined;
    if (previous === undefined || before === undefined || previous === before) return [];
    return [this.#fault('altered', seq, 'it was not written as the first row behind the cut')];
  }

  /** Whether the row is the one that seals and head know. */
  #asKnown(seq: number, hash: string): readonly Fault[] {
    const { points, cut, head } = this.#known;
    const sealed = points.get(seq) ?? (cut?.seq === seq ? cut.hash : undefined);
    const faults: Fault[] = [];
    if (sealed !== undefined && sealed !== hash && !this.#isRewritten) {
      this.#isRewritten = true;
      faults.push(this.#fault('rewritten', seq, 'another row was sealed; all before it may be others, too'));
    }
    if (typeof head === 'object' && head.seq === seq && head.hash !== hash)
      faults.push(this.#fault('head', seq, 'the head row knows another one'));
    return faults;
  }

  #gap(first: number, last: number): Fault {
    const what = first === last ? 'it is not there' : `rows ${first} to ${last} are not there`;
    return this.#fault('missing', first, what);
  }

  #fault(kind: FaultKind, seq: number | undefined, what: string): Fault {
    return { kind, chain: this.#chain, ...(seq === undefined ? {} : { seq }), what };
  }
}
