import type { AuditTrail, Chain, ChainPoint } from '../domain/audit-trail.js';
import { ChainCheck } from './chain-check.js';
import type { Fault } from './fault.js';
import type { SealedHistory } from './seal-book.js';

/** One chain after its rows were walked along. */
export interface ReadChain {
  readonly chain: Chain;
  readonly faults: readonly Fault[];
  readonly rows: number;
  readonly last?: ChainPoint;
  /** The last row that a seal knows. */
  readonly sealed: number;
  /** The last row that the head row knows. */
  readonly head: number;
}

/** Walks along a chain: all of it, or only from the row that was sealed last. */
export async function readChain(
  trail: AuditTrail,
  chain: Chain,
  sealed: SealedHistory | undefined,
  extent: 'whole' | 'since sealed',
): Promise<ReadChain> {
  // The head comes first: what is recorded meanwhile may only make the chain longer than it says.
  const head = (await trail.head(chain)) ?? 'none';
  const from = extent === 'whole' ? 1 : (sealed?.last.seq ?? 1);
  const check = new ChainCheck(chain, {
    points: sealed?.points ?? new Map(),
    from,
    head,
    ...(sealed?.cut === undefined ? {} : { cut: sealed.cut }),
  });
  const faults: Fault[] = [];
  for await (const row of trail.rows(chain, from)) faults.push(...check.see(row));
  faults.push(...check.end());
  return {
    chain,
    faults,
    rows: check.rows,
    ...(check.last === undefined ? {} : { last: check.last }),
    sealed: sealed?.last.seq ?? 0,
    head: head === 'none' ? 0 : head.seq,
  };
}

const atOnce = 16;

/** Walks along many chains, some at the same time, and gives them in their order. */
export async function* readChains(
  chains: AsyncIterable<Chain>,
  read: (chain: Chain) => Promise<ReadChain>,
): AsyncGenerator<ReadChain> {
  let running: Promise<ReadChain>[] = [];
  for await (const chain of chains) {
    running.push(read(chain));
    if (running.length < atOnce) continue;
    yield* await Promise.all(running);
    running = [];
  }
  yield* await Promise.all(running);
}
