import type { Incident } from '../../controller/domain/incident.js';
import type { LedgerQueries } from '../../controller/domain/ledger.js';
import type { Journal } from './journal.js';
import { wasOverwrittenUnseen } from './journal.js';
import type { Planted } from './storm.js';

/** Which planted changes the incidents of the ledger explain. */
export interface Accounts {
  readonly once: number;
  /** In no incident, and rightly: gone before the controller ever looked. */
  readonly overwritten: readonly Planted[];
  /** In no incident, although the controller looked. */
  readonly lost: readonly Planted[];
  readonly twice: readonly Planted[];
  readonly open: readonly Incident[];
}

/** Asks the ledger for everything, and holds it against what was planted. */
export async function accountsOf(
  ledger: LedgerQueries,
  planted: readonly Planted[],
  journal: Journal,
): Promise<Accounts> {
  const homes = new Map<string, number>();
  const open: Incident[] = [];
  for await (const incident of ledger.incidents({})) {
    if (incident.status === 'open') open.push(incident);
    for (const event of incident.explains) homes.set(event, (homes.get(event) ?? 0) + 1);
  }
  const unexplained = planted.filter(({ event }) => !homes.has(event));
  const isOverwritten = ({ requestId }: Planted): boolean => wasOverwrittenUnseen(journal.entries, requestId);
  return {
    once: planted.filter(({ event }) => homes.get(event) === 1).length,
    overwritten: unexplained.filter(isOverwritten),
    lost: unexplained.filter((one) => !isOverwritten(one)),
    twice: planted.filter(({ event }) => (homes.get(event) ?? 0) > 1),
    open,
  };
}
