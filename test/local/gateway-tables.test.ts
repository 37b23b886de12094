import { connect } from 'node:net';
import {
  CreateTableCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalAws, startLocalAws } from '../../deploy/local/start.js';
import { clientsOf } from './gateway-clients.js';
import { stubS3 } from './gateway-stub-s3.js';

const TableName = 'ledger';
let aws: LocalAws;

beforeAll(async () => {
  aws = await startLocalAws({ s3: stubS3 });
  await dynamodb().send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
        { AttributeName: 'day', AttributeType: 'S' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'byDay',
          KeySchema: [{ AttributeName: 'day', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  );
});
afterAll(() => aws.stop());
const dynamodb = () => clientsOf(aws.endpoint, aws.credentialsFor('111122223333')).dynamodb;

const put = (pk: string, sk: string) =>
  dynamodb().send(
    new PutItemCommand({
      TableName,
      Item: { pk: { S: pk }, sk: { S: sk }, day: { S: 'today' } },
      ConditionExpression: 'attribute_not_exists(pk)',
    }),
  );

describe('DynamoDB behind the endpoint', () => {
  it('puts once under a condition and finds by key and by index', async () => {
    await put('a', '1');
    await put('a', '2');
    await expect(put('a', '1')).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
    const query = (input: object) => dynamodb().send(new QueryCommand({ TableName, ...input }));
    const byKey = await query({
      KeyConditionExpression: 'pk = :k',
      ExpressionAttributeValues: { ':k': { S: 'a' } },
    });
    expect(byKey.Items?.map(({ sk }) => sk?.S)).toEqual(['1', '2']);
    const byDay = {
      IndexName: 'byDay',
      KeyConditionExpression: '#d = :d',
      ExpressionAttributeNames: { '#d': 'day' },
    };
    expect((await query({ ...byDay, ExpressionAttributeValues: { ':d': { S: 'today' } } })).Count).toBe(2);
  });

  it('does the work and loses the reply, if that is the fault', async () => {
    aws.world.faults.add({ operation: 'UpdateItem', fault: { kind: 'replyLost' }, count: 1 });
    const Key = { pk: { S: 'lost' }, sk: { S: '1' } };
    const add = new UpdateItemCommand({
      TableName,
      Key,
      UpdateExpression: 'ADD n :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
    });
    await expect(dynamodb().send(add)).rejects.toThrow(/socket hang up|ECONNRESET/);
    const { Item } = await dynamodb().send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
    expect(Item?.['n']).toEqual({ N: '1' });
  });

  it('answers injected faults under the names that DynamoDB gives them', async () => {
    for (const [kind, name] of [
      ['throttled', 'ProvisionedThroughputExceededException'],
      ['error5xx', 'InternalServerError'],
      ['denied', 'AccessDeniedException'],
    ] as const) {
      aws.world.faults.add({ operation: ['PutItem', 'GetItem'], fault: { kind }, count: 1 });
      await expect(put('faulty', kind)).rejects.toMatchObject({ name });
    }
    await expect(put('faulty', 'throttled')).resolves.toBeDefined();
  });

  it('survives clients that break off in the middle of a request', async () => {
    const { port } = new URL(aws.endpoint);
    const head = [
      'POST / HTTP/1.1',
      `host: 127.0.0.1:${port}`,
      'authorization: AWS4-HMAC-SHA256 Credential=111122223333/20261121/us-east-1/dynamodb/aws4_request, Signature=x',
      'x-amz-target: DynamoDB_20120810.PutItem',
      'content-length: 1000',
    ];
    for (let n = 0; n < 3; n += 1) {
      const socket = connect(Number(port), '127.0.0.1');
      await new Promise<void>(
        (resolve) => void socket.write(`${head.join('\r\n')}\r\n\r\n{"half`, () => resolve()),
      );
      socket.resetAndDestroy();
    }
    await expect(put('after', 'the break')).resolves.toBeDefined();
  });
});
