import { type CreateTableCommandInput, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { createTable, tableDefinition } from '../../controller/store/table.js';
import { database } from './database.js';

const named = (name: string): Error => Object.assign(new Error(name), { name });

describe('the table', () => {
  const db = database();

  it('is made once, with an index for every question, each attribute declared and used', async () => {
    const { client } = db.process();
    const name = await db.newTable();
    expect(await createTable(client, name)).toEqual({ created: false, recoverable: false });
    const { Table: table } = await client.send(new DescribeTableCommand({ TableName: name }));
    expect(table?.TableStatus).toBe('ACTIVE');
    expect(table?.BillingModeSummary?.BillingMode).toBe('PAY_PER_REQUEST');
    const keys = (definition: Pick<CreateTableCommandInput, 'KeySchema' | 'GlobalSecondaryIndexes'>) =>
      [definition, ...(definition.GlobalSecondaryIndexes ?? [])].flatMap(({ KeySchema = [] }) =>
        KeySchema.map(({ AttributeName }) => AttributeName),
      );
    const definition = tableDefinition(name);
    const declared = (definition.AttributeDefinitions ?? []).map(({ AttributeName }) => AttributeName);
    expect(new Set(keys(definition))).toEqual(new Set(declared));
    expect(table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName).sort()).toEqual([
      'by-actor',
      'by-aspect',
      'by-day',
      'by-id',
      'by-open',
      'by-outbox',
    ]);
  });

  it('has point-in-time recovery where the server offers it, and other failures are not swallowed', async () => {
    const mock = mockClient(DynamoDBClient);
    try {
      mock.onAnyCommand().resolves({ Table: { TableStatus: 'ACTIVE' } } as object);
      const client = new DynamoDBClient({ region: 'eu-central-1' });
      expect(await createTable(client, 'ledger')).toEqual({ created: true, recoverable: true });
      mock.onAnyCommand().rejects(named('AccessDeniedException'));
      await expect(createTable(client, 'ledger')).rejects.toThrow('AccessDeniedException');
    } finally {
      mock.restore();
    }
  });
});
