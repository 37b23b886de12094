import type { IncomingMessage, ServerResponse } from 'node:http';
import { buildApp } from 'fauxqs';

/** The embedded SQS: standard queues with long polls, redrive to a dead-letter queue, delays. It knows no accounts. */
export interface Queues {
  /** Serves a client's HTTP request; its body must be unread. */
  serve(request: IncomingMessage, response: ServerResponse): void;
  /** Calls SQS from inside, past the endpoint and its faults. Rejects with SQS's own words. */
  call(action: string, input: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>>;
  /** Wakes all long polls and ends. */
  stop(): Promise<void>;
}

/** Starts SQS without a port of its own. `host` is what queue URLs name, such as `127.0.0.1:4566`. */
export async function startQueues(host: string, region: string): Promise<Queues> {
  const app = buildApp({ logger: false, defaultRegion: region });
  await app.ready();
  return {
    serve(request, response) {
      // Some clients post to the queue's own URL; SQS reads the queue from the body alone.
      request.url = '/';
      app.routing(request, response);
    },
    async call(action, input) {
      const reply = await app.inject({
        method: 'POST',
        url: '/',
        headers: {
          host,
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-target': `AmazonSQS.${action}`,
        },
        payload: JSON.stringify(input),
      });
      if (reply.statusCode !== 200) throw new Error(`SQS ${action} failed: ${reply.body}`);
      return JSON.parse(reply.body || '{}');
    },
    stop: () => app.close(),
  };
}

/** Where events arrive, and where those go that nobody could handle. */
export interface EventQueues {
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
}

/** Creates `snapback-events` with its dead-letter queue. */
export async function createEventQueues(
  queues: Queues,
  options: { readonly maxReceiveCount: number; readonly visibilityTimeoutSeconds: number },
): Promise<EventQueues> {
  const deadLetterQueueUrl = await createQueue(queues, 'snapback-events-dead', {});
  const asked = { QueueUrl: deadLetterQueueUrl, AttributeNames: ['QueueArn'] };
  const { Attributes: attributes } = await queues.call('GetQueueAttributes', asked);
  const deadLetterTargetArn = Object(attributes)['QueueArn'];
  const queueUrl = await createQueue(queues, 'snapback-events', {
    VisibilityTimeout: String(options.visibilityTimeoutSeconds),
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: options.maxReceiveCount }),
  });
  return { queueUrl, deadLetterQueueUrl };
}

async function createQueue(
  queues: Queues,
  name: string,
  attributes: Readonly<Record<string, string>>,
): Promise<string> {
  const { QueueUrl: url } = await queues.call('CreateQueue', { QueueName: name, Attributes: attributes });
  return String(url);
}
