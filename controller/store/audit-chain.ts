import { type AuditDraft, type AuditEntry, auditSchema } from '../domain/audit.js';
import { canonicalText } from '../domain/canonical.js';
import { type Target, targetKey } from '../domain/target.js';
import { contest } from './contest.js';
import { absent } from './expressions.js';
import { followAudit } from './heads.js';
import { auditPrefix, auditRow } from './keys.js';
import type { Row } from './rows.js';
import { sha256 } from './sha256.js';
import type { Store } from './store.js';

/** How many of the last rows are searched for the draft, so that a call made again adds no second row. */
const lookBack = 4;

const ofTheRow = new Set(['pk', 'sk', 'hash', 'draft']);

/** SHA-256 of the canonical JSON of an audit row: the next row's `previous`. */
export const auditHash = (entry: AuditEntry): string => sha256(canonicalText(entry));

/** SHA-256 by which a draft is known again. */
export const draftHash = (draft: AuditDraft): string => sha256(canonicalText(draft));

/** The entry in a row of the audit. Rejects with AlteredDocument if it cannot be read as it was written. */
export async function entryOfRow({ documents }: Pick<Store, 'documents'>, row: Row): Promise<AuditEntry> {
  const members = Object.entries(row).filter(([name]) => !ofTheRow.has(name));
  // The ledger is the only writer of these rows, and it writes audit entries.
  return (await documents.unpack(String(row['pk']), Object.fromEntries(members))) as unknown as AuditEntry;
}

// How a row is appended, and what a crash leaves after each write:
//   1. the parts of a long content              -> parts that nobody names;
//   2. the row at the next number, if absent    -> a head that lags; the next row goes by the chain, not by the head,
//                                                  and takes the head along;
//   3. the head's number and hash.

/** Appends a row: gap-free and chained. The same draft again, within the last four rows, is the same row. */
export async function recordAudit(store: Store, draft: AuditDraft): Promise<AuditEntry> {
  const { target, aspect } = draft;
  const digest = draftHash(draft);
  return contest(store, `recording the audit of ${aspect}`, async () => {
    const tail: Row[] = [];
    const range = {
      partition: targetKey(target),
      sort: auditPrefix(aspect),
      backwards: true,
      limit: lookBack,
    };
    for await (const row of store.rows.query(range)) tail.push(row);
    const last = { seq: Number(tail[0]?.['seq'] ?? 0), hash: String(tail[0]?.['hash'] ?? '') };
    const standing = tail.find((row) => row['draft'] === digest);
    if (standing !== undefined) {
      await followAudit(store, target, aspect, last);
      return entryOfRow(store, standing);
    }
    const entry: AuditEntry = { ...draft, schema: auditSchema, seq: last.seq + 1, previous: last.hash };
    const key = auditRow(target, aspect, entry.seq);
    const hash = auditHash(entry);
    const row = { ...key, ...(await store.documents.pack(key.pk, entry)), hash, draft: digest };
    if (!(await store.rows.put(row, absent('pk')))) return undefined;
    await followAudit(store, target, aspect, { seq: entry.seq, hash });
    return entry;
  });
}

/** The audit rows of one aspect of one target, oldest first. */
export async function* readAudit(store: Store, target: Target, aspect: string): AsyncGenerator<AuditEntry> {
  const range = { partition: targetKey(target), sort: auditPrefix(aspect) };
  for await (const row of store.rows.query(range)) yield entryOfRow(store, row);
}
