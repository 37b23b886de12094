import {
  BatchGetCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { bindings, type Change, type Condition, updateExpression } from './expressions.js';
import { type IndexName, indexes } from './indexes.js';
import type { Key } from './keys.js';

/** The attributes of a row, as the document client reads and writes them. */
export type Row = Readonly<Record<string, unknown>>;

/** The rows of one partition of the table or of an index, in order of the sort key. */
interface Range {
  /** Missing: the table itself, which is read with strong consistency. */
  readonly index?: IndexName;
  readonly partition: string;
  /** Sort keys that begin so, or that lie between two, both included; missing: all. */
  readonly sort?: string | readonly [string, string];
  readonly backwards?: boolean;
  /** At most so many rows. */
  readonly limit?: number;
  /** Attributes to read beside the keys; missing: all. */
  readonly only?: readonly string[];
}

/** The table, one row at a time. */
export interface Rows {
  get(key: Key): Promise<Row | undefined>;
  /** False if the condition refused it. */
  put(row: Row, condition?: Condition): Promise<boolean>;
  /** The row after the change; nothing if the condition refused it. */
  update(key: Key, change: Change): Promise<Row | undefined>;
  query(range: Range): AsyncGenerator<Row>;
  /** False if the condition refused it. */
  delete(key: Key, condition: Condition): Promise<boolean>;
  /** The keys of the whole table in no order, read with strong consistency: for audits, never for the loop. */
  keys(): AsyncGenerator<Key>;
  /** Up to 100 rows in no order, without those that are not there; may leave `unread` for another call. */
  batch(keys: readonly Key[]): Promise<{ readonly rows: readonly Row[]; readonly unread: readonly Key[] }>;
}

/** The one place where a refused condition is told apart from a failure. */
async function unlessRefused<T>(write: Promise<T>): Promise<T | undefined> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return undefined;
    throw error;
  }
}

/** The key of a row as one text. */
export const spelt = (key: Row): string => `${String(key['pk'])}\n${String(key['sk'])}`;

function queryInput(table: string, range: Range) {
  const bind = bindings();
  const sortName = range.index === undefined ? 'sk' : 'when';
  const partition = `${bind.name(range.index === undefined ? 'pk' : indexes[range.index])} = ${bind.value(range.partition)}`;
  const { sort } = range;
  const sorted =
    sort === undefined
      ? ''
      : typeof sort === 'string'
        ? ` AND begins_with(${bind.name(sortName)}, ${bind.value(sort)})`
        : ` AND ${bind.name(sortName)} BETWEEN ${bind.value(sort[0])} AND ${bind.value(sort[1])}`;
  const projection = range.only && ['pk', 'sk', ...range.only].map((name) => bind.name(name)).join(', ');
  return {
    TableName: table,
    KeyConditionExpression: partition + sorted,
    ScanIndexForward: range.backwards !== true,
    ...(range.index === undefined ? { ConsistentRead: true } : { IndexName: range.index }),
    ...(range.limit === undefined ? {} : { Limit: range.limit }),
    ...(projection === undefined ? {} : { ProjectionExpression: projection }),
    ...bind.placeholders(),
  };
}

/** Reads with strong consistency; writes single rows, under a condition or not. Rejects with the SDK's errors. */
export function rowsOf(client: DynamoDBDocumentClient, table: string): Rows {
  return {
    async get(key) {
      return (await client.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }))).Item;
    },
    async put(row, condition) {
      const bind = bindings();
      const ConditionExpression = condition?.(bind);
      const guard = ConditionExpression === undefined ? {} : { ConditionExpression };
      const command = new PutCommand({ TableName: table, Item: row, ...guard, ...bind.placeholders() });
      return (await unlessRefused(client.send(command))) !== undefined;
    },
    async update(key, change) {
      const bind = bindings();
      const UpdateExpression = updateExpression(bind, change);
      const ConditionExpression = change.when?.(bind);
      const command = new UpdateCommand({
        TableName: table,
        Key: key,
        UpdateExpression,
        ReturnValues: 'ALL_NEW',
        ...(ConditionExpression === undefined ? {} : { ConditionExpression }),
        ...bind.placeholders(),
      });
      const answer = await unlessRefused(client.send(command));
      return answer && (answer.Attributes ?? {});
    },
    async *query(range) {
      const input = queryInput(table, range);
      let from: Record<string, unknown> | undefined;
      let left = range.limit ?? Number.POSITIVE_INFINITY;
      do {
        const start = from === undefined ? {} : { ExclusiveStartKey: from };
        const page = await client.send(new QueryCommand({ ...input, ...start }));
        const items = (page.Items ?? []).slice(0, left);
        yield* items;
        left -= items.length;
        from = page.LastEvaluatedKey;
      } while (from !== undefined && left > 0);
    },
    async delete(key, condition) {
      const bind = bindings();
      const ConditionExpression = condition(bind);
      const command = new DeleteCommand({
        TableName: table,
        Key: key,
        ConditionExpression,
        ...bind.placeholders(),
      });
      return (await unlessRefused(client.send(command))) !== undefined;
    },
    async *keys() {
      const input = { TableName: table, ConsistentRead: true, ProjectionExpression: 'pk, sk' };
      let from: Record<string, unknown> | undefined;
      do {
        const start = from === undefined ? {} : { ExclusiveStartKey: from };
        const page = await client.send(new ScanCommand({ ...input, ...start }));
        for (const { pk, sk } of page.Items ?? []) yield { pk: String(pk), sk: String(sk) };
        from = page.LastEvaluatedKey;
      } while (from !== undefined);
    },
    async batch(keys) {
      const request = { Keys: keys.map(({ pk, sk }) => ({ pk, sk })), ConsistentRead: true };
      const answer = await client.send(new BatchGetCommand({ RequestItems: { [table]: request } }));
      const unread = new Set((answer.UnprocessedKeys?.[table]?.Keys ?? []).map(spelt));
      return {
        rows: answer.Responses?.[table] ?? [],
        unread: keys.filter((key) => unread.has(spelt({ ...key }))),
      };
    },
  };
}
