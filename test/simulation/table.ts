import { bindings, type Condition } from '../../controller/store/expressions.js';
import { type IndexName, indexes } from '../../controller/store/indexes.js';
import type { Row, Rows } from '../../controller/store/rows.js';

/** Every method of the port as it is at one moment: the caller decides when that is. */
type AtOnce = {
  readonly get: (...given: Parameters<Rows['get']>) => Row | undefined;
  readonly put: (...given: Parameters<Rows['put']>) => boolean;
  readonly update: (...given: Parameters<Rows['update']>) => Row | undefined;
  readonly delete: (...given: Parameters<Rows['delete']>) => boolean;
  readonly query: (...given: Parameters<Rows['query']>) => readonly Row[];
  readonly batch: (...given: Parameters<Rows['batch']>) => Awaited<ReturnType<Rows['batch']>>;
};

/**
 * One DynamoDB table with its indexes in memory, without time and chance of its own. Indexes follow the table at once;
 * rows that are given out are copies, and what lies in them is never changed.
 */
export class Table implements AtOnce {
  readonly #rows = new Map<string, Map<string, Row>>();

  /** Every row, in no order. */
  get all(): readonly Row[] {
    return [...this.#rows.values()].flatMap((partition) => [...partition.values()]);
  }

  get: AtOnce['get'] = ({ pk, sk }) => copied(this.#rows.get(pk)?.get(sk));

  put: AtOnce['put'] = (row, condition) => {
    if (!isMet(condition, this.#at(row))) return false;
    this.#keep(row);
    return true;
  };

  update: AtOnce['update'] = ({ pk, sk }, { set = {}, remove = [], add = {}, when }) => {
    const standing = this.#rows.get(pk)?.get(sk);
    if (!isMet(when, standing ?? {})) return undefined;
    const next: Record<string, unknown> = { ...standing, pk, sk, ...set };
    for (const [name, more] of Object.entries(add)) next[name] = sum(next[name], more);
    for (const name of remove) delete next[name];
    this.#keep(next);
    return { ...next };
  };

  delete: AtOnce['delete'] = (key, condition) => {
    const { pk, sk } = key;
    const standing = this.#rows.get(pk)?.get(sk);
    if (standing === undefined || !isMet(condition, standing)) return false;
    this.#rows.get(pk)?.delete(sk);
    return true;
  };

  query: AtOnce['query'] = ({ index, partition, sort, backwards, limit, only }) => {
    const sortName = index === undefined ? 'sk' : 'when';
    const keyOf = (row: Row): string => String(row[sortName]);
    const isInRange = (row: Row): boolean => {
      if (sort === undefined) return true;
      const key = keyOf(row);
      return typeof sort === 'string' ? key.startsWith(sort) : key >= sort[0] && key <= sort[1];
    };
    const found = this.#in(partition, index)
      .filter(isInRange)
      .sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
    if (backwards === true) found.reverse();
    const names = index === undefined ? only : ['when', indexes[index]];
    return found.slice(0, limit).map((row) => (names === undefined ? { ...row } : part(row, names)));
  };

  batch: AtOnce['batch'] = (keys) => ({
    rows: keys.map((key) => this.get(key)).filter((row) => row !== undefined),
    unread: [],
  });

  #at(row: Row): Row {
    return this.#rows.get(String(row['pk']))?.get(String(row['sk'])) ?? {};
  }

  #keep(row: Row): void {
    const pk = String(row['pk']);
    const partition = this.#rows.get(pk) ?? new Map<string, Row>();
    partition.set(String(row['sk']), { ...row });
    this.#rows.set(pk, partition);
  }

  #in(partition: string, index: IndexName | undefined): Row[] {
    if (index === undefined) return [...(this.#rows.get(partition) ?? none).values()];
    const name = indexes[index];
    return this.all.filter((row) => row[name] === partition && row['when'] !== undefined);
  }
}

const none: ReadonlyMap<string, Row> = new Map();

const copied = (row: Row | undefined): Row | undefined => row && { ...row };

const part = (row: Row, names: readonly string[]): Row =>
  Object.fromEntries(['pk', 'sk', ...names].flatMap((name) => (name in row ? [[name, row[name]]] : [])));

const sum = (before: unknown, more: number | ReadonlySet<string>): unknown =>
  typeof more === 'number'
    ? Number(before ?? 0) + more
    : new Set([...(before instanceof Set ? before : []), ...more]);

interface Named {
  readonly row: Row;
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Whether a row meets a condition, as DynamoDB reads its text: AND binds closer than OR, and what is missing compares as false. */
function isMet(condition: Condition | undefined, row: Row): boolean {
  if (condition === undefined) return true;
  const bind = bindings();
  const text = condition(bind);
  const { ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {} } =
    bind.placeholders();
  return holds(text, { row, names, values });
}

const holds = (text: string, named: Named): boolean =>
  split(text, ' OR ').some((some) => split(some, ' AND ').every((one) => isTrue(one, named)));

/** The parts between a word, parentheses left whole. */
function split(text: string, word: string): readonly string[] {
  const parts = [''];
  let depth = 0;
  for (let place = 0; place < text.length; place += 1) {
    if (text[place] === '(') depth += 1;
    if (text[place] === ')') depth -= 1;
    if (depth === 0 && text.startsWith(word, place)) {
      parts.push('');
      place += word.length - 1;
    } else parts.push((parts.pop() ?? '') + text.charAt(place));
  }
  return parts;
}

const forms: readonly (readonly [RegExp, (left: unknown, right: unknown) => boolean])[] = [
  [/^attribute_not_exists\((#\w+)\)$/, (left) => left === undefined],
  [/^attribute_exists\((#\w+)\)$/, (left) => left !== undefined],
  [/^NOT contains\((#\w+), (:\w+)\)$/, (left, right) => !(left instanceof Set && left.has(right))],
  [/^size\((#\w+)\) < (:\w+)$/, (left, right) => left instanceof Set && left.size < Number(right)],
  [/^(#\w+) = (:\w+)$/, (left, right) => left === right],
  [/^(#\w+) < (:\w+)$/, (left, right) => isBelow(left, right)],
  [/^(#\w+) <= (:\w+)$/, (left, right) => left === right || isBelow(left, right)],
];

const isBelow = (left: unknown, right: unknown): boolean =>
  (typeof left === 'number' && typeof right === 'number' && left < right) ||
  (typeof left === 'string' && typeof right === 'string' && left < right);

function isTrue(text: string, named: Named): boolean {
  if (text.startsWith('(')) return holds(text.slice(1, -1), named);
  for (const [form, test] of forms) {
    const [, name, value] = form.exec(text) ?? [];
    if (name !== undefined)
      return test(named.row[named.names[name] ?? ''], value === undefined ? undefined : named.values[value]);
  }
  throw new Error(`a condition that is not known here: ${text}`);
}
