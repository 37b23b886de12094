import type { AuditTrail, Chain } from '../domain/audit-trail.js';
import type { Instant } from '../domain/time.js';
import { everyChain } from './every-chain.js';
import type { Fault } from './fault.js';
import { readChain, readChains } from './read-chain.js';
import type { SealBook } from './seal-book.js';

/** What was looked at. */
interface Checked {
  readonly chains: number;
  readonly rows: number;
  /** Rows behind the last one that a seal knows: nothing but the chain itself vouches for them. */
  readonly unsealed: number;
  /** Rows behind the last one that their head knows. A writer that died leaves one, and so does whoever adds rows. */
  readonly beyondHead: number;
  readonly newest?: { readonly number: number; readonly at: Instant };
}

/** What was looked at, and what is wrong. */
export interface Verdict extends Checked {
  readonly faults: readonly Fault[];
}

interface Ports {
  readonly trail: AuditTrail;
  /** Missing where nobody gave seals: then chains and heads alone are compared. */
  readonly book?: SealBook;
}

/** Checks every chain of the table, and against the seals. Keeps in memory what these say, and what is wrong. */
export async function verifyAudit(ports: Ports): Promise<Verdict> {
  const { book } = ports;
  for (;;) {
    await book?.refresh();
    const sealedBefore = book?.newest?.seq;
    const verdict = await onePass(ports);
    if (verdict.faults.length === 0) return verdict;
    // Rows that were sealed as cut while this went on may be gone by right: looked at once more with that seal.
    await book?.refresh();
    if (book?.newest?.seq === sealedBefore) return verdict;
  }
}

async function onePass({ trail, book }: Ports): Promise<Verdict> {
  const faults = book === undefined ? [] : [...book.faults, ...(await missingSeals(trail, book))];
  const sum = { chains: 0, rows: 0, unsealed: 0, beyondHead: 0 };
  const read = (chain: Chain) => readChain(trail, chain, book?.of(chain), 'whole');
  for await (const { last, sealed, head, ...found } of readChains(everyChain(trail, book), read)) {
    faults.push(...found.faults);
    sum.chains += 1;
    sum.rows += found.rows;
    sum.unsealed += Math.max(0, (last?.seq ?? 0) - sealed);
    sum.beyondHead += Math.max(0, (last?.seq ?? 0) - head);
  }
  const newest = book?.newest;
  return {
    ...sum,
    ...(newest === undefined ? {} : { newest: { number: newest.seq, at: newest.at } }),
    faults,
  };
}

/** Seals that the table was told of and that are not there any more. */
async function missingSeals(trail: AuditTrail, { newest }: SealBook): Promise<readonly Fault[]> {
  const known = await trail.newestSeal();
  const fault = (seq: number, what: string): readonly Fault[] => [{ kind: 'seal', seq, what }];
  if (newest === undefined) return fault(1, 'there is no seal');
  if (known === undefined || known.seq < newest.seq) return [];
  if (known.seq === newest.seq)
    return known.hash === newest.hash ? [] : fault(newest.seq, 'the table was told of another one');
  return fault(
    newest.seq + 1,
    `the table was told of seal ${known.seq}, and there are none behind ${newest.seq}`,
  );
}
