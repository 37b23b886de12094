import type { Chain } from '../domain/audit-trail.js';

/**
 * What is wrong with the audit: a row is not as it was written (`altered`), is not there (`missing`), is one that the
 * ledger never wrote (`inserted`) or belongs elsewhere (`moved`); rows at the end are gone (`cutOff`); the chain is whole
 * and another one than was sealed (`rewritten`); the head row contradicts it (`head`); a seal cannot be believed or is
 * gone (`seal`).
 */
export type FaultKind =
  | 'altered'
  | 'missing'
  | 'inserted'
  | 'moved'
  | 'cutOff'
  | 'rewritten'
  | 'head'
  | 'seal';

/** One thing that is wrong with the audit, and where. */
export interface Fault {
  readonly kind: FaultKind;
  /** Missing for what is wrong with a seal. */
  readonly chain?: Chain;
  /** Row of the chain, or number of the seal. */
  readonly seq?: number;
  readonly what: string;
}
