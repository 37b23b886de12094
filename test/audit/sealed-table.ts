import { SealBook } from '../../controller/audit/seal-book.js';
import { fileSigner, fileVerifier } from '../../controller/audit/seal-keys.js';
import { type Sealing, sealAudit } from '../../controller/audit/sealing.js';
import { type Verdict, verifyAudit } from '../../controller/audit/verifying.js';
import type { AuditDraft } from '../../controller/domain/audit.js';
import type { SealPlace } from '../../controller/domain/seal.js';
import { type BucketTarget, targetKey } from '../../controller/domain/target.js';
import { recordAudit } from '../../controller/store/audit-chain.js';
import { auditTrailIn } from '../../controller/store/audit-trail.js';
import { documentsIn, type Limits } from '../../controller/store/documents.js';
import { dayRow, incidentRow } from '../../controller/store/keys.js';
import { MemoryRows } from '../fakes/memory-rows.js';
import { StandingClock, seeded } from '../store/database.js';
import { auditOf } from '../store/samples.js';
import { keyPair } from './keys.js';

/** Seals in memory. */
export class MemoryPlace implements SealPlace {
  readonly texts = new Map<number, string>();
  async numbers() {
    return [...this.texts.keys()].sort((a, b) => a - b);
  }
  async read(number: number) {
    const text = this.texts.get(number);
    if (text === undefined) throw new Error(`there is no seal ${number}`);
    return text;
  }
  async put(number: number, text: string) {
    if (this.texts.has(number)) return false;
    this.texts.set(number, text);
    return true;
  }
  copy(): MemoryPlace {
    const copy = new MemoryPlace();
    for (const [number, text] of this.texts) copy.texts.set(number, text);
    return copy;
  }
}

export const table = 'ledger';
const limits: Limits = { inline: 200, part: 150 };
const clock = new StandingClock();

export const bucketNamed = (name: string): BucketTarget => ({
  kind: 'bucket',
  partition: 'aws',
  account: '111122223333',
  name,
});

/** A table in memory with its seals, as those who write and check them see it. */
export class SealedTable {
  readonly rows: MemoryRows;
  readonly place: MemoryPlace;
  readonly keys: ReturnType<typeof keyPair>;

  constructor(rows = new MemoryRows(), place = new MemoryPlace(), keys = keyPair()) {
    this.rows = rows;
    this.place = place;
    this.keys = keys;
  }

  /** Another one with the same rows, seals and keys, to be tampered with. */
  copy(): SealedTable {
    return new SealedTable(this.rows.copy(), this.place.copy(), this.keys);
  }

  /** Records so many rows more about a bucket; every hundredth has a document that does not fit into its row. */
  async record(name: string, from: number, count: number, changes: Partial<AuditDraft> = {}): Promise<void> {
    const target = bucketNamed(name);
    const key = incidentRow(target, 'encryption', 1);
    this.rows.set({ ...key, byDay: '2026-03-01', when: '2026-03-01T10:00:00.000Z/inc-1' });
    this.rows.set({ ...dayRow('2026-03-01') });
    const store = { rows: this.rows, documents: documentsIn(this.rows, limits), clock, random: seeded(1) };
    for (let number = from; number < from + count; number += 1) {
      const content = number % 100 === 50 ? { number, long: 'x'.repeat(400) + number } : { number };
      await recordAudit(store, auditOf(target, { content, fence: number, ...changes }));
    }
  }

  sealing(): Sealing {
    const { privatePem } = this.keys;
    return {
      trail: auditTrailIn(this.rows),
      place: this.place,
      signer: fileSigner('seal.pem', privatePem),
      book: this.book(),
      clock,
      table,
    };
  }

  book(): SealBook {
    return new SealBook(this.place, fileVerifier('seal.pub.pem', this.keys.publicPem), table);
  }

  seal = () => sealAudit(this.sealing());

  /** What somebody finds who has the seals and the public key; or, without them, the table alone. */
  verify(withSeals = true): Promise<Verdict> {
    return verifyAudit({ trail: auditTrailIn(this.rows), ...(withSeals ? { book: this.book() } : {}) });
  }
}

export const partitionOf = (name: string): string => targetKey(bucketNamed(name));
