import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalAws, startLocalAws } from '../../deploy/local/start.js';
import { clientsOf } from './gateway-clients.js';
import { stubS3 } from './gateway-stub-s3.js';

let aws: LocalAws;
beforeAll(async () => {
  aws = await startLocalAws({ s3: stubS3, maxReceiveCount: 2 });
});
afterAll(() => aws.stop());
const sqs = () => clientsOf(aws.endpoint, aws.credentialsFor('111122223333')).sqs;

describe('SQS behind the endpoint', () => {
  it('has the event queue and its dead-letter queue, by the URLs that it tells', async () => {
    const names = ['snapback-events', 'snapback-events-dead'];
    const urls = await Promise.all(
      names.map((QueueName) => sqs().send(new GetQueueUrlCommand({ QueueName }))),
    );
    expect(urls.map(({ QueueUrl }) => QueueUrl)).toEqual([aws.queueUrl, aws.deadLetterQueueUrl]);
  });

  it('wakes a long poll that waits when a message comes', async () => {
    const { QueueUrl = '' } = await sqs().send(new CreateQueueCommand({ QueueName: 'long-poll' }));
    const waiting = sqs().send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
    await sqs().send(new SendMessageCommand({ QueueUrl, MessageBody: 'late' }));
    expect((await waiting).Messages?.map(({ Body }) => Body)).toEqual(['late']);
  });

  it('takes and deletes batches of ten', async () => {
    const { QueueUrl = '' } = await sqs().send(new CreateQueueCommand({ QueueName: 'batches' }));
    const Entries = Array.from({ length: 10 }, (_, n) => ({ Id: `m${n}`, MessageBody: `body ${n}` }));
    await sqs().send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    const { Messages = [] } = await sqs().send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    expect(Messages.map(({ Body }) => Body).sort()).toEqual(Entries.map(({ MessageBody }) => MessageBody));
    const handles = Messages.map(({ MessageId: Id, ReceiptHandle }) => ({ Id, ReceiptHandle }));
    const { Successful } = await sqs().send(new DeleteMessageBatchCommand({ QueueUrl, Entries: handles }));
    expect(Successful).toHaveLength(10);
  });

  it('moves an event that is received too often to the dead-letter queue', async () => {
    const { queueUrl: QueueUrl, deadLetterQueueUrl } = aws;
    await sqs().send(new SendMessageCommand({ QueueUrl, MessageBody: 'poison' }));
    const receive = async (url: string) =>
      (await sqs().send(new ReceiveMessageCommand({ QueueUrl: url, VisibilityTimeout: 0 }))).Messages?.map(
        (m) => m.Body,
      );
    expect([await receive(QueueUrl), await receive(QueueUrl)]).toEqual([['poison'], ['poison']]);
    expect(await receive(QueueUrl)).toBeUndefined();
    expect(await receive(deadLetterQueueUrl)).toEqual(['poison']);
  });

  it('answers injected faults under the names that SQS gives them', async () => {
    const rule = aws.world.faults.add({ operation: 'SendMessage', fault: { kind: 'throttled' }, count: 1 });
    const send = () =>
      sqs().send(new SendMessageCommand({ QueueUrl: aws.deadLetterQueueUrl, MessageBody: 'once' }));
    await expect(send()).rejects.toMatchObject({ name: 'RequestThrottled' });
    await expect(send()).resolves.toHaveProperty('MessageId');
    expect(rule.fired).toBe(1);
  });
});

it('ends while a long poll is waiting', async () => {
  const short = await startLocalAws({ s3: stubS3 });
  const { sqs: client } = clientsOf(short.endpoint, short.credentialsFor('111122223333'));
  const poll = client.send(new ReceiveMessageCommand({ QueueUrl: short.queueUrl, WaitTimeSeconds: 20 }));
  const outcome = poll.then(
    () => 'answered',
    () => 'broken',
  );
  await client.send(
    new SendMessageCommand({ QueueUrl: short.deadLetterQueueUrl, MessageBody: 'the poll is under way' }),
  );
  await short.stop();
  expect(['answered', 'broken']).toContain(await outcome);
  await expect(fetch(short.endpoint)).rejects.toThrow('fetch failed');
});
