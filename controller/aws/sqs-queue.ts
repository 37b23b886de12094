import {
  type BatchResultErrorEntry,
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  SQSServiceException,
} from '@aws-sdk/client-sqs';
import type { Clock, Queue, QueueMessage } from '../domain/ports.js';
import type { CredentialSource } from './credentials.js';
import { httpHandler, type Timeouts } from './http-handler.js';
import { userAgent } from './user-agent.js';

export interface SqsSettings {
  readonly url: string;
  readonly region: string;
  readonly credentials: CredentialSource;
  readonly version: string;
  readonly timeouts: Timeouts;
  readonly clock: Clock;
}

// Amazon SQS Developer Guide, "Message quotas": entries of a batch, long poll in seconds, delay in seconds.
const batchSize = 10;
const longestWaitSeconds = 20;
const longestDelaySeconds = 900;
const tries = 3;
const pauseMs = 200;

type Batch = (
  messages: readonly QueueMessage[],
) => Promise<{ readonly Failed?: BatchResultErrorEntry[] | undefined }>;

/** Sends batches until every entry is accepted or refused for good; returns what was refused, or still fails. */
async function inBatches(
  clock: Clock,
  all: readonly QueueMessage[],
  send: Batch,
): Promise<readonly BatchResultErrorEntry[]> {
  const refused: BatchResultErrorEntry[] = [];
  for (let start = 0; start < all.length; start += batchSize) {
    let left = all.slice(start, start + batchSize);
    for (let attempt = 1; left.length > 0; attempt += 1) {
      const batch = left;
      const failed = (await send(batch)).Failed ?? [];
      const isLast = (entry: BatchResultErrorEntry): boolean =>
        entry.SenderFault === true || attempt === tries;
      refused.push(...failed.filter(isLast));
      left = failed.filter((entry) => !isLast(entry)).flatMap(({ Id }) => batch[Number(Id)] ?? []);
      if (left.length > 0) await clock.sleep(pauseMs * attempt);
    }
  }
  return refused;
}

/** The region that the URL of a queue of AWS names. */
const regionOf = (url: string): string | undefined =>
  /^https:\/\/sqs\.([a-z0-9-]+)\.amazonaws\.com(\.cn)?\//.exec(url)?.[1];

/** The entries of a batch; their ids are their places in it. */
const entries = (messages: readonly QueueMessage[]): { Id: string; ReceiptHandle: string }[] =>
  messages.map(({ receipt }, place) => ({ Id: String(place), ReceiptHandle: receipt }));

function refusal(what: string, refused: readonly BatchResultErrorEntry[]): Error {
  const [first] = refused;
  const message = `SQS did not ${what} ${refused.length} message(s): ${first?.Message ?? first?.Code ?? 'no reason'}`;
  return Object.assign(new Error(message), { name: first?.Code ?? 'BatchEntryFailed' });
}

/** An error that says which queue there is not, and where to look. */
function explained(error: unknown, url: string): unknown {
  const isMissing =
    error instanceof SQSServiceException && /NonExistentQueue|QueueDoesNotExist/.test(error.name);
  if (!isMissing) return error;
  const message = `There is no queue ${url}. Look at --queue-url or SNAPBACK_QUEUE_URL; until it is there only scans find drift.`;
  return Object.assign(new Error(message, { cause: error }), { name: error.name });
}

const messageOf = ({ MessageId, ReceiptHandle, Body, Attributes }: Message): readonly QueueMessage[] =>
  MessageId === undefined || ReceiptHandle === undefined
    ? []
    : [
        {
          id: MessageId,
          receipt: ReceiptHandle,
          body: Body ?? '',
          receiveCount: Number(Attributes?.ApproximateReceiveCount ?? 1),
        },
      ];

/**
 * The queue on SQS. A receipt that has expired makes `extend` reject with SQS's code as the error's name; for `delete`
 * it is no failure, since the message comes again in any case and deleting is only promised for what is still held.
 */
export function sqsQueue(settings: SqsSettings): Queue {
  const { clock, timeouts, url: QueueUrl } = settings;
  const client = (extraMs: number): SQSClient =>
    new SQSClient({
      region: regionOf(QueueUrl) ?? settings.region,
      // A queue behind a custom endpoint has an URL that leads nowhere; with AWS the region alone leads there.
      useQueueUrlAsEndpoint: false,
      credentials: settings.credentials,
      customUserAgent: userAgent(settings.version),
      requestHandler: httpHandler({ ...timeouts, requestMs: timeouts.requestMs + extraMs }),
    });
  const prompt = client(0);
  // A long poll is silent for as long as it waits, which is no sign that the server hangs.
  const patient = client(longestWaitSeconds * 1_000);

  return {
    async receive(waitSeconds, signal) {
      signal?.throwIfAborted();
      const command = new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: batchSize,
        WaitTimeSeconds: Math.min(longestWaitSeconds, Math.max(0, Math.floor(waitSeconds))),
        MessageSystemAttributeNames: ['ApproximateReceiveCount'],
      });
      try {
        const options = signal === undefined ? {} : { abortSignal: signal };
        return ((await patient.send(command, options)).Messages ?? []).flatMap(messageOf);
      } catch (error) {
        throw signal?.aborted ? signal.reason : explained(error, QueueUrl);
      }
    },
    async delete(messages) {
      const refused = await inBatches(clock, messages, (batch) =>
        prompt.send(new DeleteMessageBatchCommand({ QueueUrl, Entries: entries(batch) })),
      );
      const failed = refused.filter(({ SenderFault }) => SenderFault !== true);
      if (failed.length > 0) throw refusal('delete', failed);
    },
    async extend(messages, seconds) {
      const refused = await inBatches(clock, messages, (batch) => {
        const Entries = entries(batch).map((entry) => ({ ...entry, VisibilityTimeout: Math.ceil(seconds) }));
        return prompt.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
      });
      if (refused.length > 0) throw refusal('extend', refused);
    },
    async send(body, delaySeconds) {
      const DelaySeconds = Math.min(longestDelaySeconds, Math.max(0, Math.round(delaySeconds)));
      await prompt.send(new SendMessageCommand({ QueueUrl, MessageBody: body, DelaySeconds }));
    },
  };
}
