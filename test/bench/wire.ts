import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** One HTTP request that the local AWS answered; times in milliseconds of this process. */
export interface Exchange {
  readonly service: 's3' | 'dynamodb' | 'sqs';
  /** `GetItem`, `ReceiveMessage`; for S3 the method and the subresource, such as `GET encryption`. */
  readonly operation: string;
  /** Path of an S3 request. */
  readonly path: string;
  readonly startedAt: number;
  /** When the reply was handed over; missing while it is still to come. */
  endedAt?: number;
  /** Text of the request and of the reply; empty for S3. */
  asked: string;
  answered: string;
}

/**
 * Listens to the sockets of the local AWS for one access key: what a program did and when, whoever it is and whatever it
 * says of itself. Two programs that are listened to in this way pay the same for it.
 */
export class Wire {
  readonly #heard: Exchange[] = [];
  readonly #accessKey: string;
  readonly #underway = new Map<object, Exchange>();

  constructor(accessKey: string) {
    this.#accessKey = accessKey;
    subscribe('http.server.request.start', this.#started);
    subscribe('http.server.response.finish', this.#finished);
  }

  /** What was heard since `forget`, in the order of its beginning. */
  get exchanges(): readonly Exchange[] {
    return this.#heard;
  }

  /** Milliseconds since anything but a long poll began or ended. */
  get quietFor(): number {
    const now = performance.now();
    const times = this.#heard
      .filter(({ operation }) => operation !== 'ReceiveMessage')
      .map(({ endedAt = now }) => endedAt);
    return now - Math.max(0, ...times);
  }

  /** Forgets everything but what is still to be answered. */
  forget(): void {
    this.#heard.splice(0, this.#heard.length, ...this.#underway.values());
  }

  stop(): void {
    unsubscribe('http.server.request.start', this.#started);
    unsubscribe('http.server.response.finish', this.#finished);
  }

  readonly #started = (message: unknown): void => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    const [, key, service] =
      /Credential=([^/]+)\/[^/]+\/[^/]+\/(\w+)\//.exec(request.headers.authorization ?? '') ?? [];
    if (key !== this.#accessKey || (service !== 's3' && service !== 'dynamodb' && service !== 'sqs')) return;
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://local');
    const target = String(request.headers['x-amz-target'] ?? '');
    const exchange: Exchange = {
      service,
      operation:
        service === 's3'
          ? `${request.method} ${[...searchParams.keys()][0] ?? ''}`
          : (target.split('.').at(-1) ?? ''),
      path: pathname,
      startedAt: performance.now(),
      asked: '',
      answered: '',
    };
    this.#heard.push(exchange);
    this.#underway.set(request, exchange);
    if (service === 's3') return;
    overhear(request, 'emit', ([event, chunk]) => {
      if (event === 'data') exchange.asked += String(chunk);
    });
    overhear(response, 'end', ([text]) => {
      if (exchange.operation === 'ReceiveMessage') exchange.answered += String(text ?? '');
    });
  };

  readonly #finished = (message: unknown): void => {
    const { request } = message as { request: IncomingMessage };
    const exchange = this.#underway.get(request);
    if (exchange !== undefined) exchange.endedAt = performance.now();
    this.#underway.delete(request);
  };
}

/** Hears what a method is called with; a listener of its own would set the stream going before its reader is there. */
function overhear(owner: object, method: string, hear: (given: readonly unknown[]) => void): void {
  const real: unknown = Reflect.get(owner, method);
  if (typeof real !== 'function') return;
  Reflect.set(owner, method, (...given: unknown[]) => {
    hear(given);
    return Reflect.apply(real, owner, given);
  });
}
