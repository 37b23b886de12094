import type { Condition } from '../../controller/store/expressions.js';
import { bindings } from '../../controller/store/expressions.js';
import { indexes } from '../../controller/store/indexes.js';
import type { Key } from '../../controller/store/keys.js';
import type { Row, Rows } from '../../controller/store/rows.js';

/** The table in memory, for tests that need more rows than a server takes in reasonable time. */
export class MemoryRows implements Rows {
  readonly #partitions = new Map<string, { keys: string[]; rows: Map<string, Row> }>();

  /** Another table with the same rows. */
  copy(): MemoryRows {
    const copy = new MemoryRows();
    for (const [pk, { keys, rows }] of this.#partitions)
      copy.#partitions.set(pk, { keys: [...keys], rows: new Map(rows) });
    return copy;
  }

  /** Puts a row whatever is there, as somebody with access to the table may. */
  set(row: Row): void {
    const pk = String(row['pk']);
    const sk = String(row['sk']);
    const partition = this.#partitions.get(pk) ?? { keys: [], rows: new Map() };
    this.#partitions.set(pk, partition);
    if (!partition.rows.has(sk)) partition.keys.splice(placeOf(partition.keys, sk), 0, sk);
    partition.rows.set(sk, row);
  }

  drop({ pk, sk }: Key): void {
    const partition = this.#partitions.get(pk);
    if (partition?.rows.delete(sk)) partition.keys.splice(placeOf(partition.keys, sk), 1);
  }

  at({ pk, sk }: Key): Row | undefined {
    return this.#partitions.get(pk)?.rows.get(sk);
  }

  async get(key: Key): Promise<Row | undefined> {
    return this.at(key);
  }

  async put(row: Row, condition?: Condition): Promise<boolean> {
    const key = { pk: String(row['pk']), sk: String(row['sk']) };
    if (!holds(this.at(key), condition)) return false;
    this.set(row);
    return true;
  }

  async update(key: Key, { set = {}, remove = [], add = {}, when }: Parameters<Rows['update']>[1]) {
    const row = this.at(key);
    if (!holds(row, when)) return undefined;
    const sums = Object.entries(add).map(([name, by]) => [name, Number(row?.[name] ?? 0) + Number(by)]);
    const next = { ...row, ...key, ...set, ...Object.fromEntries(sums) };
    for (const name of remove) delete next[name];
    this.set(next);
    return next;
  }

  async delete(key: Key, condition: Condition): Promise<boolean> {
    if (!holds(this.at(key), condition)) return false;
    this.drop(key);
    return true;
  }

  async *query({
    index,
    partition,
    sort,
    backwards,
    limit,
  }: Parameters<Rows['query']>[0]): AsyncGenerator<Row> {
    if (index !== undefined) {
      for (const { rows } of this.#partitions.values())
        for (const row of rows.values()) if (row[indexes[index]] === partition) yield row;
      return;
    }
    const { keys, rows } = this.#partitions.get(partition) ?? { keys: [], rows: new Map<string, Row>() };
    const [from, to] = typeof sort === 'string' ? [sort, `${sort}\uffff`] : (sort ?? ['', '\uffff']);
    const found = keys.slice(placeOf(keys, from), placeOf(keys, `${to}\u0000`));
    if (backwards === true) found.reverse();
    for (const sk of found.slice(0, limit)) {
      const row = rows.get(sk);
      if (row !== undefined) yield row;
    }
  }

  async *keys(): AsyncGenerator<Key> {
    for (const [pk, { keys }] of this.#partitions) for (const sk of keys) yield { pk, sk };
  }

  async batch(keys: readonly Key[]) {
    return { rows: keys.map((key) => this.at(key)).filter((row) => row !== undefined), unread: [] };
  }
}

/** Where a key stands among sorted ones, or would stand. */
function placeOf(keys: readonly string[], key: string): number {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] ?? '') < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether the row meets a condition: comparisons of one attribute, joined by OR. */
function holds(row: Row | undefined, condition: Condition | undefined): boolean {
  if (condition === undefined) return true;
  const bind = bindings();
  const text = condition(bind);
  const { ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {} } =
    bind.placeholders();
  return text.split(' OR ').some((part) => {
    const [, missing] = /^attribute_not_exists\((\S+)\)$/.exec(part) ?? [];
    if (missing !== undefined) return row?.[names[missing] ?? ''] === undefined;
    const [, name = '', operator, value = ''] = /^(\S+) (=|<|<=) (\S+)$/.exec(part) ?? [];
    if (operator === undefined) throw new Error(`not known here: ${part}`);
    const [is, asked] = [row?.[names[name] ?? ''], values[value]];
    if (operator === '=') return is === asked;
    return is !== undefined && (Number(is) < Number(asked) || (operator === '<=' && is === asked));
  });
}
