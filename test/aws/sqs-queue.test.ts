import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sqsQueue } from '../../controller/aws/sqs-queue.js';
import { type LocalAws, startLocalAws } from '../../deploy/local/start.js';
import { type Answering, reply, serve, type TestServer } from './http-server.js';
import { clientSettings, pointSdkAt, shortTimeouts } from './over-http.js';
import { realClock } from './real-clock.js';

const queueAt = (url: string) =>
  sqsQueue({
    url,
    region: 'us-east-1',
    credentials: clientSettings().credentialsOf(),
    version: '1.2.3',
    timeouts: shortTimeouts,
    clock: realClock,
  });

afterEach(() => vi.unstubAllEnvs());

describe('the queue on SQS', () => {
  let aws: LocalAws;

  beforeEach(async () => {
    aws = await startLocalAws();
    pointSdkAt(aws.endpoint);
  });
  afterEach(() => aws.stop());
  const open = () => queueAt(aws.queueUrl);

  it('says which queue there is not, and where to look', async () => {
    const url = aws.queueUrl.replace('snapback-events', 'nobody-made-it');
    await expect(queueAt(url).receive(0)).rejects.toMatchObject({
      name: expect.stringMatching(/QueueDoesNotExist|NonExistentQueue/),
      message: expect.stringMatching(/There is no queue .*nobody-made-it\. Look at --queue-url/),
    });
  });

  it('gives what was sent, with its receive count, until it is deleted', async () => {
    const queue = open();
    await queue.send('one', 0);
    const [first] = await queue.receive(0);
    expect(first).toMatchObject({ body: 'one', receiveCount: 1 });
    if (first === undefined) return;
    expect(await queue.receive(0)).toEqual([]);
    await queue.extend([first], 0);
    const [again] = await queue.receive(0);
    expect(again).toMatchObject({ id: first.id, receiveCount: 2 });
    if (again !== undefined) await queue.delete([again]);
    await queue.send('two', 0);
    expect((await queue.receive(0)).map(({ body }) => body)).toEqual(['two']);
  });

  it('waits for the first message longer than any other call may take', async () => {
    const queue = open();
    const waiting = queue.receive(2);
    await realClock.sleep(2 * shortTimeouts.requestMs);
    await queue.send('late', 0);
    expect((await waiting).map(({ body }) => body)).toEqual(['late']);
  });

  it('stops waiting when its signal aborts, with the reason', async () => {
    const stop = new AbortController();
    const waiting = open().receive(20, stop.signal);
    await realClock.sleep(50);
    stop.abort(new Error('shutting down'));
    await expect(waiting).rejects.toThrow('shutting down');
    await expect(open().receive(20, stop.signal)).rejects.toThrow('shutting down');
  });

  it('deletes more than one batch holds', async () => {
    const queue = open();
    for (let message = 0; message < 12; message += 1) await queue.send(`${message}`, 0);
    const held = [...(await queue.receive(0)), ...(await queue.receive(0))];
    expect(held).toHaveLength(12);
    await queue.extend(held, 60);
    await queue.delete(held);
    await queue.send('last', 0);
    expect((await queue.receive(0)).map(({ body }) => body)).toEqual(['last']);
  });
});

describe('the queue, when SQS refuses some entries of a batch', () => {
  let server: TestServer | undefined;
  afterEach(() => server?.stop());

  async function against(answer: Answering) {
    server = await serve(answer);
    pointSdkAt(`http://127.0.0.1:${server.port}`);
    return { server, queue: queueAt(`http://127.0.0.1:${server.port}/1/changes`) };
  }
  const message = (id: string) => ({ id, receipt: `receipt-${id}`, body: '', receiveCount: 1 });
  const entriesOf = (body: string): { Id: string; ReceiptHandle: string }[] => JSON.parse(body).Entries;
  const refusing =
    (receipt: string, code: string, senderFault: boolean): Answering =>
    ({ body }, response) => {
      const Failed = entriesOf(body)
        .filter(({ ReceiptHandle }) => ReceiptHandle === receipt)
        .map(({ Id }) => ({ Id, Code: code, SenderFault: senderFault, Message: `${code}.` }));
      reply(response, 200, JSON.stringify({ Successful: [], Failed }), {
        'content-type': 'application/x-amz-json-1.0',
      });
    };
  const receipts = (from: TestServer) =>
    from.arrived.map(({ body }) => entriesOf(body).map(({ ReceiptHandle }) => ReceiptHandle));

  it('sends those that failed on its side again, then rejects', async () => {
    const { server, queue } = await against(refusing('receipt-b', 'InternalError', false));
    await expect(queue.delete([message('a'), message('b')])).rejects.toMatchObject({ name: 'InternalError' });
    expect(receipts(server)).toEqual([['receipt-a', 'receipt-b'], ['receipt-b'], ['receipt-b']]);
  });

  it('takes an expired receipt for deleted, but not for extended', async () => {
    const { server, queue } = await against(refusing('receipt-b', 'ReceiptHandleIsInvalid', true));
    await queue.delete([message('a'), message('b')]);
    await expect(queue.extend([message('b')], 30)).rejects.toMatchObject({ name: 'ReceiptHandleIsInvalid' });
    expect(receipts(server)).toEqual([['receipt-a', 'receipt-b'], ['receipt-b']]);
  });

  it.each([
    [10_000, 900],
    [-5, 0],
    [10.4, 10],
  ])('delays a message by %d seconds as far as SQS can: %d', async (asked, sent) => {
    const { server, queue } = await against((_request, response) =>
      reply(
        response,
        200,
        JSON.stringify({ MessageId: 'm', MD5OfMessageBody: createHash('md5').update('x').digest('hex') }),
        { 'content-type': 'application/x-amz-json-1.0' },
      ),
    );
    await queue.send('x', asked);
    expect(JSON.parse(server.arrived[0]?.body ?? '{}')).toMatchObject({
      MessageBody: 'x',
      DelaySeconds: sent,
    });
  });
});
