import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  GetBucketEncryptionCommand,
  PutBucketEncryptionCommand,
  S3Client,
  type ServerSideEncryptionConfiguration,
} from '@aws-sdk/client-s3';
import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import {
  BatchGetCommand,
  type BatchGetCommandInput,
  DynamoDBDocumentClient,
  GetCommand,
  type GetCommandInput,
  PutCommand,
  type PutCommandInput,
  QueryCommand,
  type QueryCommandInput,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { bucketHttpHandler, httpHandler, timeoutsOf } from '../../controller/aws/http-handler.js';
import { readRule } from '../../controller/aws/retry.js';
import { account, key } from '../rig/fleet.js';
import type { Tape, Taped } from './tape.js';

// The bare script: a process that receives events and sends for each what the controller sent for it, each call as soon as
// the answers are there that the controller had, with plain SDK clients and nothing in between. No limits, no judgement.

const s3 = new S3Client({
  forcePathStyle: true,
  maxAttempts: readRule.attempts,
  requestHandler: bucketHttpHandler(timeoutsOf(5_000)),
});
const rows = DynamoDBDocumentClient.from(
  new DynamoDBClient({ requestHandler: httpHandler(timeoutsOf(5_000)) }),
);
const prompt = new SQSClient({
  useQueueUrlAsEndpoint: false,
  requestHandler: httpHandler(timeoutsOf(5_000)),
});
const patient = new SQSClient({
  useQueueUrlAsEndpoint: false,
  requestHandler: httpHandler({ ...timeoutsOf(5_000), requestMs: 25_000 }),
});
const QueueUrl = process.env['SNAPBACK_QUEUE_URL'];

const ledger: Readonly<Record<string, (input: never) => Promise<unknown>>> = {
  BatchGetItem: (input: BatchGetCommandInput) => rows.send(new BatchGetCommand(input)),
  GetItem: (input: GetCommandInput) => rows.send(new GetCommand(input)),
  PutItem: (input: PutCommandInput) => rows.send(new PutCommand(input)),
  Query: (input: QueryCommandInput) => rows.send(new QueryCommand(input)),
  UpdateItem: (input: UpdateCommandInput) => rows.send(new UpdateCommand(input)),
};

async function sendToLedger(operation: string, input: Taped['input']): Promise<void> {
  const send = ledger[operation];
  if (send === undefined) throw new Error(`The bare script does not know ${operation}`);
  try {
    // What is on the tape was a valid input of this very operation when the controller sent it.
    await send(input as never);
  } catch (error) {
    // A condition that refuses is an answer, for the controller too.
    if (!(error instanceof Error) || error.name !== 'ConditionalCheckFailedException') throw error;
  }
}

const asDeclared: ServerSideEncryptionConfiguration = {
  Rules: [
    {
      ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key },
      BucketKeyEnabled: true,
      BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] },
    },
  ],
};

async function sendToS3(operation: string, Bucket: string): Promise<void> {
  const own = { Bucket, ExpectedBucketOwner: account };
  if (operation === 'GET encryption') await s3.send(new GetBucketEncryptionCommand(own));
  else if (operation === 'PUT encryption')
    await s3.send(new PutBucketEncryptionCommand({ ...own, ServerSideEncryptionConfiguration: asDeclared }));
  else throw new Error(`The bare script does not know ${operation}`);
}

async function play(chain: readonly Taped[], bucket: string): Promise<void> {
  const answers: Promise<void>[] = [];
  for (const { service, operation, input, after } of chain) {
    const due = Promise.all(after.map((place) => answers[place]));
    answers.push(
      due.then(() => (service === 's3' ? sendToS3(operation, bucket) : sendToLedger(operation, input))),
    );
  }
  await Promise.all(answers);
}

let tape: Tape = new Map();
/** What the controller sent for all buckets together is sent once in a wave, after the first bucket. */
let forAll: readonly Taped[] = [];

async function handle({ Body = '', ReceiptHandle }: Message): Promise<void> {
  const bucket = String(JSON.parse(Body).detail.requestParameters.bucketName);
  await play(tape.get(bucket) ?? [], bucket);
  const rest = forAll;
  forAll = [];
  await prompt.send(new SendMessageCommand({ QueueUrl, MessageBody: Body, DelaySeconds: 900 }));
  await prompt.send(new DeleteMessageBatchCommand({ QueueUrl, Entries: [{ Id: '0', ReceiptHandle }] }));
  await play(rest, '');
}

process.on('message', (given: Tape) => {
  tape = given;
  forAll = tape.get('') ?? [];
  process.send?.('taken');
});
process.on('disconnect', () => process.exit());

for (;;) {
  const { Messages = [] } = await patient.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: 20,
      MessageSystemAttributeNames: ['ApproximateReceiveCount'],
    }),
  );
  for (const message of Messages) void handle(message);
}
