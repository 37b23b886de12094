import * as sqs from '@aws-sdk/client-sqs';
import { type Check, errorOf, type Place } from '../check.js';

async function newQueue({ clients, name }: Place, Attributes: Record<string, string> = {}): Promise<string> {
  const { QueueUrl = '' } = await clients.sqs.send(
    new sqs.CreateQueueCommand({ QueueName: name('events'), Attributes }),
  );
  return QueueUrl;
}
const send = ({ clients }: Place, QueueUrl: string, MessageBody: string, more: object = {}) =>
  clients.sqs.send(new sqs.SendMessageCommand({ QueueUrl, MessageBody, ...more }));

/** Waits so long only where nothing comes. */
async function receive({ clients }: Place, QueueUrl: string, WaitTimeSeconds = 20): Promise<sqs.Message[]> {
  const command = new sqs.ReceiveMessageCommand({
    QueueUrl,
    WaitTimeSeconds,
    MaxNumberOfMessages: 10,
    MessageSystemAttributeNames: ['ApproximateReceiveCount'],
  });
  return (await clients.sqs.send(command)).Messages ?? [];
}
const bodies = (messages: readonly sqs.Message[]): readonly string[] =>
  messages.map(({ Body = '' }) => Body).sort();

/** What the source of events asks of SQS. */
export const queueChecks: readonly Check[] = [
  {
    operation: 'ReceiveMessage',
    says: 'counts how often a message was given out',
    expected: ['1', '2'],
    async run(place) {
      const queue = await newQueue(place, { VisibilityTimeout: '0' });
      await send(place, queue, 'one');
      const [first] = await receive(place, queue);
      const [second] = await receive(place, queue);
      return [first, second].map((message) => message?.Attributes?.ApproximateReceiveCount);
    },
  },
  {
    operation: 'ReceiveMessage',
    says: 'of an empty queue is empty',
    expected: [],
    run: async (place) => receive(place, await newQueue(place), 1),
  },
  {
    operation: 'ReceiveMessage',
    says: 'hides what was given out',
    expected: [],
    async run(place) {
      const queue = await newQueue(place, { VisibilityTimeout: '60' });
      await send(place, queue, 'one');
      await receive(place, queue);
      return receive(place, queue, 1);
    },
  },
  {
    operation: 'SendMessage',
    says: 'with a delay comes later, not now',
    expected: [[], ['later']],
    async run(place) {
      const queue = await newQueue(place);
      await send(place, queue, 'later', { DelaySeconds: 5 });
      return [bodies(await receive(place, queue, 0)), bodies(await receive(place, queue))];
    },
  },
  {
    operation: 'DeleteMessageBatch',
    says: 'takes what was received',
    expected: [2, []],
    async run(place) {
      const queue = await newQueue(place, { VisibilityTimeout: '3' });
      await send(place, queue, 'one');
      await send(place, queue, 'two');
      const received = [...(await receive(place, queue)), ...(await receive(place, queue))];
      const messages = [...new Map(received.map((message) => [message.MessageId, message])).values()];
      const Entries = messages.map(({ ReceiptHandle = '' }, index) => ({ Id: `m${index}`, ReceiptHandle }));
      const { Successful = [] } = await place.clients.sqs.send(
        new sqs.DeleteMessageBatchCommand({ QueueUrl: queue, Entries }),
      );
      return [Successful.length, await receive(place, queue, 5)];
    },
  },
  {
    operation: 'ChangeMessageVisibilityBatch',
    says: 'shows a message again at once',
    expected: ['one'],
    async run(place) {
      const queue = await newQueue(place, { VisibilityTimeout: '60' });
      await send(place, queue, 'one');
      const [message] = await receive(place, queue);
      const entry = { Id: 'm', ReceiptHandle: message?.ReceiptHandle ?? '', VisibilityTimeout: 0 };
      await place.clients.sqs.send(
        new sqs.ChangeMessageVisibilityBatchCommand({ QueueUrl: queue, Entries: [entry] }),
      );
      return bodies(await receive(place, queue));
    },
  },
  {
    operation: 'RedrivePolicy',
    says: 'moves what was received too often',
    expected: ['poison'],
    async run(place) {
      const dead = await newQueue(place);
      const { Attributes } = await place.clients.sqs.send(
        new sqs.GetQueueAttributesCommand({ QueueUrl: dead, AttributeNames: ['QueueArn'] }),
      );
      const deadLetterTargetArn = Attributes?.['QueueArn'];
      const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: '2' });
      const queue = await newQueue(place, { VisibilityTimeout: '0', RedrivePolicy });
      await send(place, queue, 'poison');
      for (let times = 0; times < 3; times += 1) await receive(place, queue, 1);
      return bodies(await receive(place, dead));
    },
  },
  {
    operation: 'GetQueueUrl',
    says: 'of none is QueueDoesNotExist',
    expected: 'QueueDoesNotExist',
    run: ({ clients, name }) =>
      errorOf(clients.sqs.send(new sqs.GetQueueUrlCommand({ QueueName: name('none') }))),
  },
];
