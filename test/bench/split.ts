import { percentile } from '../../controller/report/distribution.js';
import { verificationIn, type Wave } from './wave.js';
import type { Exchange } from './wire.js';

/** How many calls one event costs. */
export interface Split {
  readonly s3: number;
  /** To the ledger, from the receipt to the verifying read. */
  readonly ledgerBefore: number;
  /** To the ledger after that: what is kept, and who is told. */
  readonly ledgerAfter: number;
  /** To the ledger for all events together. */
  readonly ledgerForAll: number;
  /** To the queue for all events together: received, re-check asked for, deleted. */
  readonly queueForAll: number;
}

const of = (chain: readonly Exchange[], service: Exchange['service']): readonly Exchange[] =>
  chain.filter((exchange) => exchange.service === service);

/** The median over the buckets, and what belongs to none of them. */
export function splitOf({ chains }: Wave, names: readonly string[]): Split {
  const median = (count: (chain: readonly Exchange[]) => number): number =>
    percentile(
      names.map((name) => count(chains.get(name) ?? [])).sort((a, b) => a - b),
      50,
    ) ?? 0;
  const before = (chain: readonly Exchange[]): number => {
    const until = verificationIn(chain)?.endedAt ?? 0;
    return of(chain, 'dynamodb').filter(({ startedAt }) => startedAt < until).length;
  };
  const rest = chains.get('') ?? [];
  return {
    s3: median((chain) => of(chain, 's3').length),
    ledgerBefore: median(before),
    ledgerAfter: median((chain) => of(chain, 'dynamodb').length - before(chain)),
    ledgerForAll: of(rest, 'dynamodb').length,
    queueForAll: of(rest, 'sqs').length,
  };
}
