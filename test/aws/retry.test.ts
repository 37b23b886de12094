import { describe, expect, it } from 'vitest';
import { readRule, retry, type Turn, writeRule } from '../../controller/aws/retry.js';
import { unlessAborted } from '../../controller/domain/unless-aborted.js';
import { FakeClock } from '../fakes/fake-clock.js';

const failure = (name: string, status?: number): Error =>
  Object.assign(new Error(name), {
    name,
    ...(status === undefined ? {} : { $metadata: { httpStatusCode: status } }),
  });

const slowDown = failure('SlowDown', 503);
const aborted = failure('OperationAborted', 409);
const internal = failure('InternalError', 500);
const timeout = failure('TimeoutError');
const denied = failure('AccessDenied', 403);
const reset = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });

const requestMs = 5_000;
const atOnce: Turn = (work) => work();

/** How a call ends that fails in this order and then works, and how often it was sent. */
async function outcome(rule: typeof readRule, failures: readonly Error[], turn: Turn = atOnce) {
  const clock = new FakeClock();
  let sent = 0;
  const ended = retry(rule, { clock, random: () => 0.999, requestMs }, turn, async () => {
    const error = failures[sent];
    sent += 1;
    if (error !== undefined) throw error;
    return 'works';
  }).catch((error: unknown) => error);
  await clock.advance(60_000);
  return { end: await ended, sent };
}

describe('reads are tried again', () => {
  it.each([slowDown, internal, timeout, reset, aborted])('after %s', async (error) => {
    expect(await outcome(readRule, [error, error])).toEqual({ end: 'works', sent: 3 });
    expect(await outcome(readRule, [error, error, error])).toEqual({ end: error, sent: 3 });
  });

  it('but not after a refusal', async () => {
    expect(await outcome(readRule, [denied])).toEqual({ end: denied, sent: 1 });
    expect(await outcome(readRule, [slowDown, denied])).toEqual({ end: denied, sent: 2 });
  });
});

describe('writes are tried again', () => {
  it.each([aborted, slowDown])('as long as S3 says that it did nothing: %s', async (error) => {
    expect(await outcome(writeRule(false), [error, error, error, error])).toEqual({ end: 'works', sent: 5 });
    expect((await outcome(writeRule(false), [error, error, error, error, error])).end).toBe(error);
  });

  it.each([timeout, internal, reset])('once after %s, if twice is the same as once', async (error) => {
    expect(await outcome(writeRule(true), [error])).toEqual({ end: 'works', sent: 2 });
    expect(await outcome(writeRule(true), [aborted, error, aborted])).toEqual({ end: 'works', sent: 4 });
    expect(await outcome(writeRule(true), [error, aborted, error])).toEqual({ end: error, sent: 3 });
    expect(await outcome(writeRule(false), [error])).toEqual({ end: error, sent: 1 });
  });

  it('but not after a refusal', async () => {
    expect(await outcome(writeRule(true), [denied])).toEqual({ end: denied, sent: 1 });
  });
});

describe('a call that is tried again', () => {
  it('ends within its budget, whatever it hangs on', async () => {
    const clock = new FakeClock();
    const began = clock.now().getTime();
    const ended = retry(readRule, { clock, random: () => 0.5, requestMs }, atOnce, (signal) =>
      clock.sleep(5_000, signal).then(() => {
        throw slowDown;
      }),
    ).catch((error: unknown) => error);
    await clock.advance(8_000);
    expect(await ended).toMatchObject({ name: 'TimeoutError' });
    expect(clock.now().getTime() - began).toBe(8_000);
    expect(clock.sleeping).toBe(0);
  });

  it('is given up when its budget is over even if it heeds nothing, and is not sent again', async () => {
    const clock = new FakeClock();
    let sent = 0;
    const ended = retry(readRule, { clock, random: () => 0.5, requestMs }, atOnce, () => {
      sent += 1;
      return new Promise<never>(() => {});
    }).catch((error: unknown) => error);
    await clock.advance(8_000);
    expect(await ended).toMatchObject({ name: 'TimeoutError' });
    expect([sent, clock.sleeping]).toEqual([1, 0]);
  });

  it.each(['an answer', 'its turn', 'the next try'])(
    'ends at once when whoever asked gives up, waiting for %s',
    async (what) => {
      const clock = new FakeClock();
      const stop = new AbortController();
      const turn: Turn = (work) => (what === 'its turn' ? new Promise(() => {}) : work());
      const attempt = (): Promise<never> =>
        what === 'an answer' ? new Promise(() => {}) : Promise.reject(slowDown);
      const ended = retry(
        readRule,
        { clock, random: () => 0.9, requestMs },
        (work, signal) => unlessAborted(turn(work, signal), signal),
        attempt,
        stop.signal,
      ).catch((error: unknown) => error);
      await clock.advance(100);
      stop.abort('given up');
      expect(await ended).toBe('given up');
      expect(clock.sleeping).toBe(0);
    },
  );

  it('has its whole budget however long it waited for its first turn', async () => {
    const clock = new FakeClock();
    const slowTurn: Turn = async (work) => {
      await clock.sleep(30_000);
      return work();
    };
    const ended = retry(readRule, { clock, random: () => 0, requestMs }, slowTurn, async () => 'works');
    await clock.advance(30_000);
    expect(await ended).toBe('works');
  });

  it('is not sent after its budget was spent on waiting', async () => {
    const clock = new FakeClock();
    let sent = 0;
    const turns = [0, 9_000];
    const turn: Turn = async (work) => {
      await clock.sleep(turns[sent] ?? 0);
      return work();
    };
    const ended = retry(readRule, { clock, random: () => 0, requestMs }, turn, async () => {
      sent += 1;
      throw slowDown;
    }).catch((error: unknown) => error);
    await clock.advance(60_000);
    expect(await ended).toBe(slowDown);
    expect(sent).toBe(1);
  });

  it('takes no for an answer from whoever gives the turns', async () => {
    expect(await outcome(readRule, [], () => Promise.reject(slowDown))).toEqual({ end: slowDown, sent: 0 });
  });
});
