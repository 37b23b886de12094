import type { AuditTrail, Chain, ChainPoint } from '../domain/audit-trail.js';
import type { Clock } from '../domain/ports.js';
import type { SealedChain, SealPlace, Signer } from '../domain/seal.js';
import { instant } from '../domain/time.js';
import { chainName } from './chain-name.js';
import type { Fault } from './fault.js';
import { readChain, readChains } from './read-chain.js';
import type { SealBook } from './seal-book.js';
import { sealHash, sealText } from './seal-text.js';

export interface Sealing {
  readonly trail: AuditTrail;
  readonly place: SealPlace;
  readonly signer: Signer;
  readonly book: SealBook;
  readonly clock: Clock;
  readonly table: string;
}

/** What became of sealing: nothing is written where nothing moved. */
export interface Sealed {
  /** The new seal, and how many chains it names. */
  readonly seal?: { readonly number: number; readonly chains: number };
  /** What is wrong. A chain that does not lead on from what was sealed is left as it was sealed. */
  readonly faults: readonly Fault[];
}

/** An index may lag, and clocks may differ, but not by days. */
const slackMs = 2 * 86_400_000;
const attempts = 10;
/** Beyond it somebody else wrote the number into the table. */
const mostSeals = 2_000_000_000;

/**
 * Seals what was recorded since the newest seal, after checking that it continues what was sealed before: so a seal
 * never vouches for a chain that was changed. `cuts`: rows that may be deleted from now on, with all before them.
 */
export async function sealAudit(
  ports: Sealing,
  cuts: ReadonlyMap<string, ChainPoint> = new Map(),
): Promise<Sealed> {
  const { trail, place, signer, book, clock, table } = ports;
  for (let lost = 0; lost < attempts; lost += 1) {
    await book.refresh();
    const { chains, faults } = await movedChains(ports, cuts);
    const all = [...book.faults, ...faults];
    if (chains.length === 0) return { faults: all };
    const number = 1 + Math.max(book.newest?.seq ?? 0, await numberInTable(trail));
    const previous = book.newest?.hash ?? '';
    const text = await sealText({ number, previous, at: instant(clock.now()), table, chains }, signer);
    if (!(await place.put(number, text))) continue;
    await trail.noteSeal({ seq: number, hash: sealHash(text) });
    return { seal: { number, chains: chains.length }, faults: all };
  }
  throw new Error(`others sealed ${attempts} times before this one could`);
}

/** The chains that are longer than they were sealed, or are to be cut. */
async function movedChains(
  { trail, book }: Sealing,
  cuts: ReadonlyMap<string, ChainPoint>,
): Promise<{ readonly chains: readonly SealedChain[]; readonly faults: readonly Fault[] }> {
  const chains: SealedChain[] = [];
  const faults: Fault[] = [];
  const read = (chain: Chain) => readChain(trail, chain, book.of(chain), 'since sealed');
  for await (const found of readChains(known(trail, book), read)) {
    faults.push(...found.faults);
    const { chain, last, sealed } = found;
    if (found.faults.length > 0 || last === undefined) continue;
    const cut = cuts.get(chainName(chain));
    const standing = cut ?? book.of(chain)?.cut;
    if (last.seq > sealed || cut !== undefined)
      chains.push({ ...chain, ...last, ...(standing === undefined ? {} : { cut: standing }) });
  }
  return { chains, faults };
}

/** Chains that were sealed, and those that came since. */
async function* known(trail: AuditTrail, book: SealBook): AsyncGenerator<Chain> {
  const seen = new Set<string>();
  for (const { chain } of book.chains) {
    seen.add(chainName(chain));
    yield chain;
  }
  const { at } = book.newest ?? {};
  const since = at ? new Date(Date.parse(at) - slackMs) : new Date(0);
  for await (const chain of trail.chainsSince(instant(since))) {
    if (seen.has(chainName(chain))) continue;
    seen.add(chainName(chain));
    yield chain;
  }
}

async function numberInTable(trail: AuditTrail): Promise<number> {
  const { seq = 0 } = (await trail.newestSeal()) ?? {};
  return Number.isSafeInteger(seq) && seq < mostSeals ? seq : 0;
}
