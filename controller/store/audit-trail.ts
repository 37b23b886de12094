import type { AuditEntry } from '../domain/audit.js';
import type { AuditTrail, Chain, FoundRow } from '../domain/audit-trail.js';
import { canonicalText } from '../domain/canonical.js';
import { parseTarget } from '../domain/target.js';
import { auditHash, draftHash, entryOfRow } from './audit-chain.js';
import { AlteredDocument, type Documents, defaultLimits, documentsIn } from './documents.js';
import { absent, compares, either } from './expressions.js';
import {
  aspectOfHead,
  aspectOfIncident,
  auditFrom,
  auditPrefix,
  auditSort,
  dayOf,
  daysPartition,
  headSort,
  inAudit,
  sealRow,
} from './keys.js';
import type { Row, Rows } from './rows.js';

/** The audit as the table has it. Believes nothing of what it reads; rejects with the SDK's errors where it cannot read. */
export function auditTrailIn(rows: Rows): AuditTrail {
  // Nothing is packed here, so the limits do not matter.
  const documents = documentsIn(rows, defaultLimits);
  return {
    async *chains() {
      const seen = new Set<string>();
      for await (const { pk, sk } of rows.keys()) {
        const aspect = aspectOfHead(sk) ?? inAudit(sk)?.aspect;
        const name = JSON.stringify([pk, aspect]);
        if (aspect === undefined || seen.has(name)) continue;
        seen.add(name);
        yield { target: pk, aspect };
      }
    },
    async *chainsSince(at) {
      for await (const { sk } of rows.query({ partition: daysPartition, sort: [dayOf(at), '\uffff'] })) {
        for await (const found of rows.query({ index: 'by-day', partition: String(sk) })) {
          const aspect = aspectOfIncident(String(found['sk']));
          if (aspect !== undefined) yield { target: String(found['pk']), aspect };
        }
      }
    },
    async head({ target, aspect }) {
      const row = await rows.get({ pk: target, sk: headSort(aspect) });
      return row && { seq: Number(row['seq'] ?? 0), hash: String(row['hash'] ?? '') };
    },
    async *rows({ target, aspect }, from) {
      const range = { partition: target, sort: auditFrom(aspect, from) };
      for await (const row of rows.query(range)) yield foundIn(documents, { target, aspect }, row);
    },
    hashOf: auditHash,
    async remove({ target, aspect }, { seq, hash }) {
      await rows.delete({ pk: target, sk: auditSort(aspect, seq) }, compares('hash', '=', hash));
    },
    async newestSeal() {
      const row = await rows.get(sealRow);
      return row && { seq: Number(row['seq']), hash: String(row['hash']) };
    },
    async noteSeal(seal) {
      await rows.update(sealRow, {
        set: { ...seal },
        when: either(absent('seq'), compares('seq', '<', seal.seq)),
      });
    },
  };
}

async function foundIn(documents: Documents, { target, aspect }: Chain, row: Row): Promise<FoundRow> {
  const at = String(row['sk']).slice(auditPrefix(aspect).length);
  const place = { at, ...(/^\d{10}$/.test(at) ? { seq: Number(at) } : {}) };
  try {
    const entry = await entryOfRow({ documents }, row);
    const { schema: _, seq: __, previous: ___, ...draft } = entry;
    const hash = auditHash(entry);
    const damage = damageOf({ target, aspect }, place, entry, {
      hash: row['hash'] === hash,
      draft: row['draft'] === draftHash(draft),
    });
    return { ...place, entry, hash, ...(damage === undefined ? {} : { damage }) };
  } catch (error) {
    if (!(error instanceof AlteredDocument)) throw error;
    return { ...place, hash: '', damage: { kind: 'altered', what: error.message } };
  }
}

/** What of a row contradicts itself. */
function damageOf(
  { target, aspect }: Chain,
  { seq }: Pick<FoundRow, 'seq'>,
  entry: AuditEntry,
  holds: { readonly hash: boolean; readonly draft: boolean },
): FoundRow['damage'] {
  const place = parseTarget(target);
  if (place === undefined || canonicalText(entry.target) !== canonicalText(place))
    return { kind: 'moved', what: `it was written for another target: ${canonicalText(entry.target)}` };
  if (entry.seq !== seq || entry.aspect !== aspect)
    return { kind: 'moved', what: `it was written as row ${entry.seq} of ${entry.aspect}` };
  if (!holds.hash) return { kind: 'altered', what: 'its hash is not that of its content' };
  if (!holds.draft) return { kind: 'altered', what: 'the digest of its draft is not that of its content' };
  return undefined;
}
