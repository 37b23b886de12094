import * as dynamo from '@aws-sdk/client-dynamodb';
import { tableDefinition } from '../../../controller/store/table.js';
import { type Check, errorOf, type Place } from '../check.js';

const row = (sk: string, more: Readonly<Record<string, dynamo.AttributeValue>> = {}) => ({
  pk: { S: 'bucket' },
  sk: { S: sk },
  ...more,
});

/** A table as the ledger makes it. */
async function newTable({ clients, name }: Place): Promise<string> {
  const TableName = name('ledger');
  await clients.dynamodb.send(new dynamo.CreateTableCommand(tableDefinition(TableName)));
  await dynamo.waitUntilTableExists(
    { client: clients.dynamodb, maxWaitTime: 60, minDelay: 1, maxDelay: 1 },
    { TableName },
  );
  return TableName;
}

type Row = Record<string, dynamo.AttributeValue>;
const put = ({ clients }: Place, TableName: string, Item: Row, more: object = {}) =>
  clients.dynamodb.send(new dynamo.PutItemCommand({ TableName, Item, ...more }));

const ifNew = { ConditionExpression: 'attribute_not_exists(pk)' };

/** Answer in threads and guard their rows by no lock: they lose a write now and then. */
const unguarded = ['moto', 'localemu'];

/** What the ledger asks of DynamoDB. */
export const tableChecks: readonly Check[] = [
  {
    operation: 'CreateTable',
    says: 'with three indexes, paid by request',
    expected: ['ACTIVE', true],
    async run(place) {
      const TableName = await newTable(place);
      const { Table } = await place.clients.dynamodb.send(new dynamo.DescribeTableCommand({ TableName }));
      const wanted = tableDefinition(TableName).GlobalSecondaryIndexes?.length;
      return [Table?.TableStatus, Table?.GlobalSecondaryIndexes?.length === wanted];
    },
  },
  {
    operation: 'CreateTable',
    says: 'twice is ResourceInUseException',
    expected: 'ResourceInUseException',
    async run(place) {
      const TableName = await newTable(place);
      return errorOf(place.clients.dynamodb.send(new dynamo.CreateTableCommand(tableDefinition(TableName))));
    },
  },
  {
    operation: 'DescribeTable',
    says: 'of none is ResourceNotFoundException',
    expected: 'ResourceNotFoundException',
    run: ({ clients, name }) =>
      errorOf(clients.dynamodb.send(new dynamo.DescribeTableCommand({ TableName: name('none') }))),
  },
  {
    operation: 'PutItem',
    says: 'under attribute_not_exists has one winner of twenty',
    expected: 1,
    byChance: unguarded,
    async run(place) {
      const table = await newTable(place);
      const all = await Promise.all(
        Array.from({ length: 20 }, () => errorOf(put(place, table, row('lease'), ifNew))),
      );
      return all.filter((error) => error === 'none').length;
    },
  },
  {
    operation: 'PutItem',
    says: 'that loses is ConditionalCheckFailedException',
    expected: 'ConditionalCheckFailedException',
    async run(place) {
      const table = await newTable(place);
      await put(place, table, row('head'));
      return errorOf(put(place, table, row('head'), ifNew));
    },
  },
  {
    operation: 'GetItem',
    says: 'reads consistently what was put: nested, empty and binary values',
    expected: { list: { L: [{ S: '' }, { N: '1' }, { NULL: true }] }, bytes: 'AQI=' },
    async run(place) {
      const TableName = await newTable(place);
      const list = { L: [{ S: '' }, { N: '1' }, { NULL: true }] } as dynamo.AttributeValue;
      await put(place, TableName, row('state', { list, bytes: { B: new Uint8Array([1, 2]) } }));
      const { Item } = await place.clients.dynamodb.send(
        new dynamo.GetItemCommand({ TableName, Key: row('state'), ConsistentRead: true }),
      );
      return { list: Item?.['list'], bytes: Buffer.from(Item?.['bytes']?.B ?? []).toString('base64') };
    },
  },
  {
    operation: 'UpdateItem',
    says: 'adds, sets and removes under a condition, and answers the new row',
    expected: { version: '2', open: 'inc-1', gone: false },
    async run(place) {
      const TableName = await newTable(place);
      await put(place, TableName, row('head', { version: { N: '1' }, old: { S: 'x' } }));
      const { Attributes } = await place.clients.dynamodb.send(
        new dynamo.UpdateItemCommand({
          TableName,
          Key: row('head'),
          UpdateExpression: 'SET #open = :open REMOVE #old ADD #version :one',
          ConditionExpression: '#version = :one',
          ExpressionAttributeNames: { '#open': 'open', '#old': 'old', '#version': 'version' },
          ExpressionAttributeValues: { ':open': { S: 'inc-1' }, ':one': { N: '1' } },
          ReturnValues: 'ALL_NEW',
        }),
      );
      return {
        version: Attributes?.['version']?.N,
        open: Attributes?.['open']?.S,
        gone: Attributes !== undefined && 'old' in Attributes,
      };
    },
  },
  {
    operation: 'UpdateItem',
    says: 'loses no count of fifty at once',
    expected: '50',
    byChance: unguarded,
    async run(place) {
      const TableName = await newTable(place);
      const add = () =>
        place.clients.dynamodb.send(
          new dynamo.UpdateItemCommand({
            TableName,
            Key: row('fence'),
            UpdateExpression: 'ADD fence :one',
            ExpressionAttributeValues: { ':one': { N: '1' } },
          }),
        );
      await Promise.all(Array.from({ length: 50 }, add));
      const { Item } = await place.clients.dynamodb.send(
        new dynamo.GetItemCommand({ TableName, Key: row('fence'), ConsistentRead: true }),
      );
      return Item?.['fence']?.N;
    },
  },
  {
    operation: 'Query',
    says: 'gives a range of one partition backwards, in pages',
    expected: ['audit#3', 'audit#2'],
    async run(place) {
      const TableName = await newTable(place);
      for (const sk of ['audit#1', 'audit#2', 'audit#3', 'head']) await put(place, TableName, row(sk));
      const seen: string[] = [];
      let ExclusiveStartKey: Record<string, dynamo.AttributeValue> | undefined;
      while (seen.length < 2) {
        const page = await place.clients.dynamodb.send(
          new dynamo.QueryCommand({
            TableName,
            KeyConditionExpression: 'pk = :pk AND begins_with(sk, :audit)',
            ExpressionAttributeValues: { ':pk': { S: 'bucket' }, ':audit': { S: 'audit#' } },
            ScanIndexForward: false,
            ConsistentRead: true,
            Limit: 1,
            ...(ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey }),
          }),
        );
        seen.push(...(page.Items ?? []).map(({ sk }) => sk?.S ?? ''));
        ExclusiveStartKey = page.LastEvaluatedKey;
        if (ExclusiveStartKey === undefined) break;
      }
      return seen;
    },
  },
  {
    operation: 'BatchGetItem',
    says: 'gives those that are there',
    expected: ['a', 'b'],
    async run(place) {
      const table = await newTable(place);
      await put(place, table, row('a'));
      await put(place, table, row('b'));
      const { Responses } = await place.clients.dynamodb.send(
        new dynamo.BatchGetItemCommand({
          RequestItems: { [table]: { Keys: [row('a'), row('b'), row('c')], ConsistentRead: true } },
        }),
      );
      return (Responses?.[table] ?? []).map(({ sk }) => sk?.S ?? '').sort();
    },
  },
  {
    operation: 'PutItem',
    says: 'refuses more than 400 KB',
    expected: 'ValidationException',
    async run(place) {
      const table = await newTable(place);
      return errorOf(put(place, table, row('big', { text: { S: 'x'.repeat(410 * 1024) } })));
    },
  },
];
