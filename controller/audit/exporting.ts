import type { AuditEntry } from '../domain/audit.js';
import type { AuditTrail } from '../domain/audit-trail.js';
import { canonicalText } from '../domain/canonical.js';
import { isObject } from '../domain/json.js';
import type { Instant } from '../domain/time.js';
import { chainName } from './chain-name.js';
import { everyChain } from './every-chain.js';
import type { Fault } from './fault.js';

/** Which rows are asked for; missing: all. */
export interface Extent {
  /** Written at this moment or later. */
  readonly since?: Instant;
  /** Written before this moment. */
  readonly until?: Instant;
  /** Whether the rows of a target, as `targetKey` spells it, are asked for. */
  readonly isAsked?: (target: string) => boolean;
}

/** The rows as lines of JSON, chain by chain in their order; and what cannot be exported, since it is not as it was written. */
export async function* exportAudit(
  trail: AuditTrail,
  { since = '', until = '9999', isAsked = () => true }: Extent,
): AsyncGenerator<{ readonly line: string } | { readonly fault: Fault }> {
  for await (const chain of everyChain(trail)) {
    if (!isAsked(chain.target)) continue;
    for await (const { at, seq, entry, hash, damage } of trail.rows(chain, 1)) {
      if (seq === undefined || entry === undefined || damage !== undefined) {
        const { kind, what } = damage ?? { kind: 'inserted', what: `the ledger writes no key ${at}` };
        yield { fault: { kind, chain, ...(seq === undefined ? {} : { seq }), what } };
      } else if (since <= entry.at && entry.at < until) {
        yield { line: `${canonicalText({ ...chain, seq, hash, entry })}\n` };
      }
    }
  }
}

/** Which rows an export holds whole: name of the chain -> number -> hash. */
export type Exported = ReadonlyMap<string, ReadonlyMap<number, string>>;

/** Reads an export again. Throws, with the number of the line, where a line is not as it was written. */
export async function readExport(trail: AuditTrail, lines: AsyncIterable<string>): Promise<Exported> {
  const exported = new Map<string, Map<number, string>>();
  let number = 0;
  for await (const text of lines) {
    number += 1;
    const line = parsed(text);
    if (!isObject(line) || !isObject(line['entry'])) throw new Error(`line ${number} is no row of an export`);
    // Whatever it says, it counts only for the row that has this very hash.
    const hash = trail.hashOf(line['entry'] as unknown as AuditEntry);
    const { target, aspect, seq } = line;
    if (hash !== line['hash']) throw new Error(`line ${number} was changed: its hash is another one`);
    const chain = chainName({ target: String(target), aspect: String(aspect) });
    const rows = exported.get(chain) ?? new Map<number, string>();
    exported.set(chain, rows.set(Number(seq), hash));
  }
  return exported;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
