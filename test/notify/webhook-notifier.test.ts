import { createHmac } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { Notification } from '../../controller/domain/incident.js';
import { type WebhookSettings, webhookNotifier } from '../../controller/notify/webhook-notifier.js';
import { FakeClock } from '../fakes/fake-clock.js';
import { sampleIncident } from '../report/sample-incident.js';
import { webhookReceiver } from './webhook-receiver.js';

const notification: Notification = { id: 'ntf-7', kind: 'closed', at: '2026-01-31T12:00:04.050Z' };
const started = '2026-01-31T12:00:05.700Z';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

async function scene(
  answer: (response: ServerResponse) => void,
  settings: Partial<WebhookSettings> = {},
  through: typeof fetch = fetch,
) {
  const receiver = await webhookReceiver(answer);
  closers.push(receiver.close);
  const clock = new FakeClock(started);
  const notifier = webhookNotifier(
    { url: receiver.url, timeoutMs: 3_000, ...settings },
    { fetch: through, clock },
  );
  return { receiver, clock, tell: () => notifier.notify(sampleIncident(), notification) };
}

const ok = (response: ServerResponse): void => {
  response.end('ok');
};

const failing = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'did not reject',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

describe('a webhook that takes it', () => {
  it('gets JSON with a signature that it can verify over the bytes it received', async () => {
    const { receiver, tell } = await scene(ok, { secret: 'sh1bboleth' });
    await tell();
    const [post] = receiver.posts;
    const [, time, hex] =
      /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(post?.headers['x-snapback-signature'])) ?? [];
    expect(time).toBe(String(Math.floor(Date.parse(started) / 1000)));
    expect(hex).toBe(createHmac('sha256', 'sh1bboleth').update(`${time}.${post?.body}`).digest('hex'));
    expect(post?.method).toBe('POST');
    expect(post?.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(Object.keys(JSON.parse(post?.body ?? ''))).toEqual(['text', 'blocks']);
  });

  it('gets no signature without a secret', async () => {
    const { receiver, tell } = await scene(ok);
    await tell();
    expect(receiver.posts[0]?.headers).not.toHaveProperty('x-snapback-signature');
  });

  it('gets the same key and the same body each time it is told again', async () => {
    const { receiver, tell } = await scene(ok);
    await tell();
    await tell();
    expect(receiver.posts.map((post) => post.headers['idempotency-key'])).toEqual(['ntf-7', 'ntf-7']);
    expect(receiver.posts[1]?.body).toBe(receiver.posts[0]?.body);
  });

  it('leaves no sleeper behind', async () => {
    const { clock, tell } = await scene(ok);
    await tell();
    expect(clock.sleeping).toBe(0);
  });
});

describe('a webhook that does not take it', () => {
  it.each([
    [400, 'invalid_blocks', 'status 400: invalid_blocks'],
    [404, 'no_service\u001b[31m\nnext', 'status 404: no_service [31m next'],
    [500, '', 'status 500'],
    [503, 'x'.repeat(100_000), `status 503: ${'x'.repeat(200)}`],
  ])('answers %i and is rejected with that', async (status, text, said) => {
    const { receiver, tell } = await scene((response) => {
      response.writeHead(status).end(text);
    });
    const message = await failing(tell());
    expect(message).toBe(`the webhook at ${receiver.url.host} did not take notification ntf-7: ${said}`);
  });

  it('may not send the post elsewhere', async () => {
    const elsewhere = await webhookReceiver(ok);
    closers.push(elsewhere.close);
    const { tell } = await scene((response) => {
      response.writeHead(307, { location: elsewhere.url.href }).end();
    });
    expect(await failing(tell())).toMatch(/did not take notification ntf-7/);
    expect(elsewhere.posts).toEqual([]);
  });

  it('does not answer in time', async () => {
    const { receiver, clock, tell } = await scene(() => undefined);
    const told = failing(tell());
    await receiver.arrived;
    await clock.advance(2_999);
    expect(clock.sleeping).toBe(1);
    await clock.advance(1);
    expect(await told).toMatch(/no answer within 3000 ms$/);
  });

  it('does not finish the text of its refusal: the status is told all the same', async () => {
    let answer = (): void => undefined;
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const telling: typeof fetch = async (...post) => {
      const response = await fetch(...post);
      answer();
      return response;
    };
    const { clock, tell } = await scene((response) => response.writeHead(502).flushHeaders(), {}, telling);
    const told = failing(tell());
    await answered;
    await clock.advance(3_000);
    expect(await told).toMatch(/status 502$/);
  });

  it('is not there: says why, and not which token was used', async () => {
    const { receiver, tell } = await scene(ok);
    await receiver.close();
    const message = await failing(tell());
    expect(message).toMatch(/ECONNREFUSED/);
    expect(message).not.toContain('secret-token');
  });
});

describe('an address that cannot be used', () => {
  it.each(['ftp://example.com/hook', 'https://user:hunter2@example.com/hook'])('%s', (address) => {
    const build = () =>
      webhookNotifier({ url: new URL(address), timeoutMs: 1 }, { fetch, clock: new FakeClock() });
    expect(build).toThrow(expect.objectContaining({ name: 'UserError' }));
    expect(build).not.toThrow(/hunter2/);
  });
});
