import { targetKey } from '../../controller/domain/target.js';
import { bucket } from '../rig/book.js';
import type { Exchange } from './wire.js';

/** One call to send again, as its SDK command takes it. */
export interface Taped {
  readonly service: 's3' | 'dynamodb';
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Places of the calls whose answers were there when this one was sent. */
  readonly after: readonly number[];
}

/** What the controller sent for each bucket, in its order; under the empty name what it sent for all of them together. */
export type Tape = ReadonlyMap<string, readonly Taped[]>;

/** The exchanges of each bucket, and under the empty name those of none or of several. */
export function byBucket(
  exchanges: readonly Exchange[],
  names: readonly string[],
): ReadonlyMap<string, readonly Exchange[]> {
  const rows = new Map(names.map((name) => [targetKey(bucket(name)), name]));
  const found = new Map<string, Exchange[]>(['', ...names].map((name) => [name, []]));
  for (const exchange of exchanges) {
    const whose =
      exchange.service === 's3'
        ? (exchange.path.split('/')[1] ?? '')
        : (rows.get(partitionOf(exchange)) ?? '');
    found.get(whose)?.push(exchange);
  }
  return found;
}

/** The partition of the table that a call is about; empty if it is about an index or many rows. */
function partitionOf({ asked, service }: Exchange): string {
  if (service !== 'dynamodb') return '';
  const { Key, Item, IndexName, ExpressionAttributeValues: values } = JSON.parse(asked);
  return String((Key ?? Item)?.pk?.S ?? (IndexName === undefined ? values?.[':v0']?.S : undefined) ?? '');
}

/** The calls to S3 and the ledger among these, ready to be sent again to another table. */
export function tapeOf(exchanges: readonly Exchange[], table: string): readonly Taped[] {
  const calls = exchanges.filter(({ service }) => service !== 'sqs');
  return calls.map(({ service, operation, asked, startedAt }) => ({
    service: service === 's3' ? 's3' : 'dynamodb',
    operation,
    input: service === 's3' ? {} : retold(JSON.parse(asked), table),
    after: calls.flatMap(({ endedAt }, place) =>
      endedAt !== undefined && endedAt <= startedAt ? [place] : [],
    ),
  }));
}

type Members = Readonly<Record<string, unknown>>;

const valued = ['Key', 'Item', 'ExpressionAttributeValues', 'ExclusiveStartKey'];

/** A request to DynamoDB as its document client takes it. */
function retold(body: Members, table: string): Members {
  const retell = ([name, value]: [string, unknown]): [string, unknown] => {
    if (name === 'TableName') return [name, table];
    if (name === 'RequestItems')
      return [
        name,
        Object.fromEntries(
          Object.values(value as Members).map((request) => [table, requestOf(request as Members)]),
        ),
      ];
    return [name, valued.includes(name) ? plainMembers(value) : value];
  };
  return Object.fromEntries(Object.entries(body).map(retell));
}

const requestOf = (request: Members): Members => ({
  ...request,
  Keys: (request['Keys'] as readonly unknown[]).map(plainMembers),
});

const plainMembers = (members: unknown): Members =>
  Object.fromEntries(Object.entries(Object(members)).map(([name, value]) => [name, plain(value)]));

/** DynamoDB Developer Guide, "Data type descriptors". */
function plain(described: unknown): unknown {
  const [[type, value] = ['', undefined]] = Object.entries(Object(described));
  switch (type) {
    case 'S':
    case 'BOOL':
      return value;
    case 'N':
      return Number(value);
    case 'NULL':
      return null;
    case 'B':
      return Uint8Array.from(Buffer.from(String(value), 'base64'));
    case 'SS':
      return new Set(value as readonly string[]);
    case 'L':
      return (value as readonly unknown[]).map(plain);
    case 'M':
      return plainMembers(value);
    default:
      throw new Error(`The ledger sent a value of type ${type}, which the tape does not know`);
  }
}
