import { emptyTally, type Tallies, type Tally } from '../domain/brake.js';
import { contest } from './contest.js';
import { absent, compares } from './expressions.js';
import { tallyRow } from './keys.js';
import type { Row } from './rows.js';
import type { Store } from './store.js';

type Change = (tally: Tally) => Tally | undefined;

/** A change that waits for its turn, and whoever waits for it. */
interface Waiting {
  readonly change: Change;
  readonly done: (tally: Tally) => void;
  readonly failed: (error: unknown) => void;
}

/** What one process has to count for an account. */
interface Line {
  readonly waiting: Waiting[];
  /** When the write that is under way was begun, in milliseconds. */
  begunAt: number;
}

/** From then on nobody joins those who wait for a write that gets no answer, in milliseconds. */
const longestMs = 10_000;

/**
 * The tallies as one process changes them. All its repairs of an account count in one row: what is asked for while a
 * write is under way goes into the next one together, so that they do not lose the row to each other. Behind a
 * write that has had no answer for 10 s nobody waits who comes later: one call that hangs must not stop every repair.
 */
export function talliesOf(store: Store): Tallies {
  const lines = new Map<string, Line>();

  async function work(account: string, line: Line): Promise<void> {
    while (line.waiting.length > 0) {
      const together = line.waiting.splice(0);
      line.begunAt = store.clock.now().getTime();
      try {
        const changes = together.map(({ change }) => change);
        const tallies = await countAll(store, account, changes);
        for (const [index, tally] of tallies.entries()) together[index]?.done(tally);
      } catch (error) {
        for (const { failed } of together) failed(error);
      }
    }
    if (lines.get(account) === line) lines.delete(account);
  }

  return {
    tally: async (account) => tallyOfRow(store, await store.rows.get(tallyRow(account))),
    count: (account, change) =>
      new Promise((done, failed) => {
        const line = lines.get(account);
        const now = store.clock.now().getTime();
        if (line !== undefined && now < line.begunAt + longestMs) {
          line.waiting.push({ change, done, failed });
          return;
        }
        const own: Line = { waiting: [{ change, done, failed }], begunAt: now };
        lines.set(account, own);
        void work(account, own);
      }),
  };
}

/** One row, put whole under its version. A write whose reply was lost counts twice, never not at all. */
async function countAll(
  store: Store,
  account: string,
  changes: readonly Change[],
): Promise<readonly Tally[]> {
  const key = tallyRow(account);
  return contest(store, `counting for account ${account}`, async () => {
    const row = await store.rows.get(key);
    let tally = await tallyOfRow(store, row);
    const before = tally;
    const after: Tally[] = [];
    for (const change of changes) {
      tally = change(tally) ?? tally;
      after.push(tally);
    }
    if (tally === before) return after;
    const version = Number(row?.['version'] ?? 0);
    const content = await store.documents.pack(key.pk, tally);
    const when = row === undefined ? absent('pk') : compares('version', '=', version);
    return (await store.rows.put({ ...key, ...content, version: version + 1 }, when)) ? after : undefined;
  });
}

async function tallyOfRow({ documents }: Store, row: Row | undefined): Promise<Tally> {
  if (row === undefined) return emptyTally;
  const { pk, sk: _, version: __, ...attributes } = row;
  // The ledger is the only writer of these rows, and it writes tallies.
  return { ...emptyTally, ...(await documents.unpack(String(pk), attributes)) };
}
