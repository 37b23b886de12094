import type { Ledger, LedgerQueries } from '../../controller/domain/ledger.js';
import { ledgerOver } from '../../controller/store/dynamo-ledger.js';
import type { Key } from '../../controller/store/keys.js';
import type { Rows } from '../../controller/store/rows.js';
import type { Question } from './chaos.js';
import type { Process } from './process.js';
import type { Table } from './table.js';

/** Told of every row that was written. */
export interface RowWatcher {
  kept(process: Process, key: Key, row: Readonly<Record<string, unknown>>): void;
}

type Whole = Ledger & LedgerQueries;

/** Which kind of row a sort key is of. */
const kindOf = (sk: string): string => /^(?:now\/)?[a-z]+/.exec(sk)?.[0] ?? 'day';

/** The table as one process reaches it from within one method of the ledger. */
function rowsOf(rows: Table, process: Process, method: string, watcher: RowWatcher): Rows {
  const asking = (what: string, of: string, more: Partial<Question> = {}): Question => ({
    port: 'ledger',
    site: `${method}: ${what} ${of}`,
    ...more,
  });
  return {
    get: (key) => process.call(asking('get', kindOf(key.sk)), () => rows.get(key)),
    put: (row, condition) => {
      const key = { pk: String(row['pk']), sk: String(row['sk']) };
      const question = asking('put', kindOf(key.sk), { isConditional: condition !== undefined });
      return process.call(question, () => {
        const isKept = rows.put(row, condition);
        if (isKept) watcher.kept(process, key, row);
        return isKept;
      });
    },
    update: (key, change) => {
      const question = asking('update', kindOf(key.sk), { isConditional: change.when !== undefined });
      return process.call(question, () => {
        const row = rows.update(key, change);
        if (row !== undefined) watcher.kept(process, key, row);
        return row;
      });
    },
    async *query(range) {
      const of = range.index ?? kindOf(typeof range.sort === 'string' ? range.sort : (range.sort?.[0] ?? ''));
      yield* await process.call(asking('query', of), () => rows.query(range));
    },
    delete: (key, condition) =>
      process.call(asking('delete', kindOf(key.sk), { isConditional: true }), () =>
        rows.delete(key, condition),
      ),
    async *keys() {
      yield* await process.call(asking('list', 'keys'), () =>
        rows.all.map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) })),
      );
    },
    batch: (keys) => process.call(asking('batch', kindOf(keys[0]?.sk ?? '')), () => rows.batch(keys)),
  };
}

/**
 * The real ledger of one process over a table in memory. Each method has rows of its own, so that every call is known by
 * the method that makes it; a grant's release knows nothing of how it was acquired but its fence.
 */
export function ledgerIn(rows: Table, process: Process, watcher: RowWatcher): Whole {
  const { clock, random } = process;
  const parts = { clock, random, controller: process.name };
  const made = new Map<PropertyKey, Whole>();
  const under = (method: string): Whole => {
    const known = made.get(method) ?? ledgerOver(rowsOf(rows, process, method, watcher), parts);
    made.set(method, known);
    return known;
  };
  const shape = ledgerOver(rowsOf(rows, process, '', watcher), parts);
  return Object.fromEntries(
    Object.keys(shape).map((method) => [
      method,
      (...given: unknown[]) =>
        Reflect.apply(Reflect.get(under(method), method) as () => unknown, undefined, given),
    ]),
  ) as unknown as Whole;
}
