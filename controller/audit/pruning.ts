import type { Chain, ChainPoint } from '../domain/audit-trail.js';
import type { Instant } from '../domain/time.js';
import { chainName } from './chain-name.js';
import type { Exported } from './exporting.js';
import type { Fault } from './fault.js';
import type { SealedHistory } from './seal-book.js';
import { type Sealing, sealAudit } from './sealing.js';
import { verifyAudit } from './verifying.js';

/** Rows that stay at the end of a chain whatever their age: the ledger compares new rows with the last four. */
const kept = 4;

/** What became of it. With faults or with rows that are not exported nothing is deleted. */
export interface Pruned {
  readonly faults: readonly Fault[];
  /** The first row of each chain that would have to go and is not in the export. */
  readonly notExported: readonly (Chain & { readonly seq: number })[];
  readonly deleted: number;
}

// In which order it is done, and what a crash leaves after each:
//   1. everything is verified, and the export compared   -> nothing;
//   2. a seal with the row behind which each chain is cut -> rows that may be gone, all there. Run again, it goes on at 3;
//   3. the rows up to the cut, oldest first               -> a chain that begins before its cut. Run again, it goes on.

/** Deletes the rows from before a moment that are sealed and in the export. */
export async function pruneAudit(sealing: Sealing, before: Instant, exported: Exported): Promise<Pruned> {
  const { trail, book } = sealing;
  const nothing = { notExported: [], deleted: 0 };
  const { faults } = await verifyAudit({ trail, book });
  if (faults.length > 0) return { ...nothing, faults };
  const cuts = new Map<string, ChainPoint>();
  const notExported: (Chain & { readonly seq: number })[] = [];
  for (const history of book.chains) {
    const { cut, missing } = await cutOf(sealing, history, before, exported);
    if (missing !== undefined) notExported.push({ ...history.chain, seq: missing });
    else if (cut !== undefined) cuts.set(chainName(history.chain), cut);
  }
  if (notExported.length > 0) return { faults, notExported, deleted: 0 };
  if (cuts.size > 0) {
    const sealed = await sealAudit(sealing, cuts);
    if (sealed.faults.length > 0) return { ...nothing, faults: sealed.faults };
    await book.refresh();
  }
  let deleted = 0;
  for (const history of book.chains) deleted += await deleteCut(sealing, history);
  return { faults: [], notExported: [], deleted };
}

/** The last row that may go, if one may that is not cut already; or the first that would have to be exported first. */
async function cutOf(
  { trail }: Sealing,
  { chain, last, cut }: SealedHistory,
  before: Instant,
  exported: Exported,
): Promise<{ readonly cut?: ChainPoint; readonly missing?: number }> {
  const rows = exported.get(chainName(chain));
  let found: ChainPoint | undefined;
  for await (const { seq = 0, hash, entry } of trail.rows(chain, (cut?.seq ?? 0) + 1)) {
    if (entry === undefined || entry.at >= before || seq > last.seq - kept) break;
    if (rows?.get(seq) !== hash) return { missing: seq };
    found = { seq, hash };
  }
  return found === undefined ? {} : { cut: found };
}

async function deleteCut({ trail }: Sealing, { chain, cut }: SealedHistory): Promise<number> {
  let deleted = 0;
  if (cut === undefined) return deleted;
  for await (const { seq, hash } of trail.rows(chain, 1)) {
    if (seq === undefined || seq > cut.seq) break;
    await trail.remove(chain, { seq, hash });
    deleted += 1;
  }
  return deleted;
}
