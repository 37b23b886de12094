import type { AuditTrail, Chain } from '../domain/audit-trail.js';
import { chainName } from './chain-name.js';
import type { SealBook } from './seal-book.js';

/** The chains of the table, and those of which only seals know any more. */
export async function* everyChain(trail: AuditTrail, book?: SealBook): AsyncGenerator<Chain> {
  const seen = new Set<string>();
  for await (const chain of trail.chains()) {
    seen.add(chainName(chain));
    yield chain;
  }
  for (const { chain } of book?.chains ?? []) if (!seen.has(chainName(chain))) yield chain;
}
