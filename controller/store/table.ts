import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  type DynamoDBClient,
  UpdateContinuousBackupsCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { indexAttributes, indexes } from './indexes.js';

/** The table of the ledger: paid by request, every index sorted by time and with keys only. */
export const tableDefinition = (name: string): CreateTableCommandInput => ({
  TableName: name,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: ['pk', 'sk', ...indexAttributes].map((attribute) => ({
    AttributeName: attribute,
    AttributeType: 'S',
  })),
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  GlobalSecondaryIndexes: Object.entries(indexes).map(([index, attribute]) => ({
    IndexName: index,
    KeySchema: [
      { AttributeName: attribute, KeyType: 'HASH' },
      { AttributeName: 'when', KeyType: 'RANGE' },
    ],
    Projection: { ProjectionType: 'KEYS_ONLY' },
  })),
});

/** What `createTable` found and did. */
interface TableCreation {
  /** False if the table was there before; its layout is then not looked at. */
  readonly created: boolean;
  /** False where the server has no point-in-time recovery, or not yet. */
  readonly recoverable: boolean;
}

const isNamed = (error: unknown, ...names: readonly string[]): boolean =>
  error instanceof Error && names.includes(error.name);

const longestWaitSeconds = 300;

/** Makes the table unless it is there, waits until it is active (at most 5 minutes) and switches point-in-time recovery on. */
export async function createTable(client: DynamoDBClient, name: string): Promise<TableCreation> {
  let created = true;
  try {
    await client.send(new CreateTableCommand(tableDefinition(name)));
  } catch (error) {
    if (!isNamed(error, 'ResourceInUseException')) throw error;
    created = false;
  }
  const pace = { client, maxWaitTime: longestWaitSeconds, minDelay: 1, maxDelay: 5 };
  await waitUntilTableExists(pace, { TableName: name });
  return { created, recoverable: await enableRecovery(client, name) };
}

/** Whether the table is there; rejects with the SDK's error if nobody can tell. */
export async function hasTable(client: DynamoDBClient, name: string): Promise<boolean> {
  try {
    await client.send(new DescribeTableCommand({ TableName: name }));
    return true;
  } catch (error) {
    if (isNamed(error, 'ResourceNotFoundException')) return false;
    throw error;
  }
}

async function enableRecovery(client: DynamoDBClient, name: string): Promise<boolean> {
  try {
    const specification = { PointInTimeRecoveryEnabled: true };
    await client.send(
      new UpdateContinuousBackupsCommand({
        TableName: name,
        PointInTimeRecoverySpecification: specification,
      }),
    );
    return true;
  } catch (error) {
    // Servers other than DynamoDB do not know the call; DynamoDB itself refuses it while a new table is prepared for it.
    if (isNamed(error, 'UnknownOperationException', 'ContinuousBackupsUnavailableException')) return false;
    throw error;
  }
}
