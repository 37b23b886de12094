import { emptyTally, type Tally } from '../domain/brake.js';
import { contest } from './contest.js';
import { absent, compares } from './expressions.js';
import { tallyRow } from './keys.js';
import type { Row } from './rows.js';
import type { Store } from './store.js';

async function tallyOfRow({ documents }: Store, row: Row | undefined): Promise<Tally> {
  if (row === undefined) return emptyTally;
  const { pk, sk: _, version: __, ...attributes } = row;
  // The ledger is the only writer of these rows, and it writes tallies.
  return { ...emptyTally, ...(await documents.unpack(String(pk), attributes)) };
}

/** What the brakes of an account have counted. */
export const readTally = async (store: Store, account: string): Promise<Tally> =>
  tallyOfRow(store, await store.rows.get(tallyRow(account)));

/** One row, put whole under its version. A change whose reply was lost counts twice, never not at all. */
export async function countInTally(
  store: Store,
  account: string,
  change: (tally: Tally) => Tally | undefined,
): Promise<Tally> {
  const key = tallyRow(account);
  return contest(store, `counting for account ${account}`, async () => {
    const row = await store.rows.get(key);
    const tally = await tallyOfRow(store, row);
    const next = change(tally);
    if (next === undefined) return tally;
    const version = Number(row?.['version'] ?? 0);
    const content = await store.documents.pack(key.pk, next);
    const when = row === undefined ? absent('pk') : compares('version', '=', version);
    return (await store.rows.put({ ...key, ...content, version: version + 1 }, when)) ? next : undefined;
  });
}
