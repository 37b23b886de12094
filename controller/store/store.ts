import type { Clock, Random } from '../domain/ports.js';
import type { Documents } from './documents.js';
import type { Rows } from './rows.js';

/** What every part of the ledger works with. */
export interface Store {
  readonly rows: Rows;
  readonly documents: Documents;
  readonly clock: Clock;
  readonly random: Random;
}
