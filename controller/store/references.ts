import { contest } from './contest.js';
import type { Key } from './keys.js';
import { type Row, spelt } from './rows.js';
import type { Store } from './store.js';

// BatchGetItem takes up to 100 keys; fewer keep what is in memory small.
const pageSize = 25;

/** The rows that an index names, in its order, read from the table itself. Rows that are gone are left out. */
export async function* readReferences(
  store: Store,
  references: AsyncIterable<Row> | Iterable<Row>,
): AsyncGenerator<Row> {
  let keys: Key[] = [];
  for await (const { pk, sk } of references) {
    keys.push({ pk: String(pk), sk: String(sk) });
    if (keys.length < pageSize) continue;
    yield* await readPage(store, keys);
    keys = [];
  }
  if (keys.length > 0) yield* await readPage(store, keys);
}

async function readPage(store: Store, keys: readonly Key[]): Promise<readonly Row[]> {
  const found = new Map<string, Row>();
  let left = keys;
  // DynamoDB may leave keys unread (16 MB, throttling): "UnprocessedKeys" in the API reference of BatchGetItem.
  await contest(store, 'reading a page', async () => {
    const { rows, unread } = await store.rows.batch(left);
    for (const row of rows) found.set(spelt(row), row);
    left = unread;
    return left.length === 0 ? true : undefined;
  });
  return keys.map((key) => found.get(spelt({ ...key }))).filter((row) => row !== undefined);
}
