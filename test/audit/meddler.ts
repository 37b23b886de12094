import type { AuditEntry } from '../../controller/domain/audit.js';
import { isObject } from '../../controller/domain/json.js';
import { auditHash, draftHash, entryOfRow } from '../../controller/store/audit-chain.js';
import { defaultLimits, documentsIn } from '../../controller/store/documents.js';
import { auditSort, headSort, type Key, partRow } from '../../controller/store/keys.js';
import type { Row } from '../../controller/store/rows.js';
import type { MemoryRows } from '../fakes/memory-rows.js';

/** Members of an entry that always lie in its row itself. */
type Change = Partial<Pick<AuditEntry, 'seq' | 'previous' | 'fence' | 'incident'>>;

/** Somebody who may write the table, knows how the ledger hashes, and has no key. */
export class Meddler {
  readonly #rows: MemoryRows;
  readonly #pk: string;

  constructor(rows: MemoryRows, pk: string) {
    this.#rows = rows;
    this.#pk = pk;
  }

  row(seq: number): Row {
    const row = this.#rows.at(this.#key(seq));
    if (row === undefined) throw new Error(`there is no row ${seq}`);
    return row;
  }

  put(at: number | string, row: Row): void {
    const key = typeof at === 'number' ? this.#key(at) : { pk: this.#pk, sk: `audit/encryption/${at}` };
    this.#rows.set({ ...row, ...key });
  }

  drop(seq: number): void {
    this.#rows.drop(this.#key(seq));
  }

  get headKey(): Key {
    return { pk: this.#pk, sk: headSort('encryption') };
  }

  setHead(seq: number, hash: unknown): void {
    this.#rows.set({ ...this.#rows.at(this.headKey), ...this.headKey, seq, hash });
  }

  /** The row with some members changed, and with the hashes that then fit. */
  async rehashed(row: Row, change: Change): Promise<Row> {
    const documents = documentsIn(this.#rows, defaultLimits);
    const entry = { ...(await entryOfRow({ documents }, row)), ...change };
    const { schema: _, seq: __, previous: ___, ...draft } = entry;
    return { ...row, ...change, hash: auditHash(entry), draft: draftHash(draft) };
  }

  /** Writes the chain anew from a row on, each row fitting the one before it, and lets the head follow. */
  async recompute(from: number, to: number, change: Change): Promise<void> {
    let previous = from === 1 ? '' : String(this.row(from - 1)['hash']);
    for (let seq = from; seq <= to; seq += 1) {
      const row = await this.rehashed(this.row(seq), { previous, ...(seq === from ? change : {}) });
      this.put(seq, row);
      previous = String(row['hash']);
    }
    this.setHead(to, previous);
  }

  /** Changes a byte of the document that lies beside the row. */
  alterPart(seq: number): void {
    const { content } = this.row(seq);
    if (!isObject(content)) throw new Error(`row ${seq} has no document`);
    const key = partRow(this.#pk, String(content['sha256']), 0);
    const piece = Uint8Array.from(this.#rows.at(key)?.['piece'] as Uint8Array);
    piece[5] = (piece[5] ?? 0) ^ 1;
    this.#rows.set({ ...key, piece });
  }

  #key = (seq: number): Key => ({ pk: this.#pk, sk: auditSort('encryption', seq) });
}
