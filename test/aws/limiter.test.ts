import { describe, expect, it } from 'vitest';
import { Limiter } from '../../controller/aws/limiter.js';
import { FakeClock, settled } from '../fakes/fake-clock.js';

const bounds = { start: 8, floor: 2, ceiling: 16, perBucket: 4 };
const slowDown = Object.assign(new Error('Reduce your request rate.'), { name: 'SlowDown' });
const timeout = Object.assign(new Error('no answer'), { name: 'TimeoutError' });
const denied = Object.assign(new Error('Access Denied'), { name: 'AccessDenied' });

function setUp() {
  const clock = new FakeClock();
  const limiter = new Limiter(clock, () => 0.5, bounds);
  const ended: string[] = [];
  const started: string[] = [];
  const call = (
    bucket: string,
    ms: number,
    failure?: Error,
    signal?: AbortSignal,
    sort = 'GetIt',
  ): Promise<void> =>
    limiter
      .run(
        bucket,
        sort,
        async () => {
          started.push(bucket);
          await clock.sleep(ms);
          if (failure !== undefined) throw failure;
        },
        signal,
      )
      .then(
        () => void ended.push(bucket),
        (error: unknown) => void ended.push(`${bucket}: ${error instanceof Error ? error.name : error}`),
      );
  return { clock, limiter, ended, started, call };
}

const times = (count: number, run: () => void): void => {
  for (let round = 0; round < count; round += 1) run();
};

describe('the limiter', () => {
  it('lets only so many calls of one bucket run at once', async () => {
    const { clock, ended, call } = setUp();
    times(6, () => void call('one', 100));
    await clock.advance(100);
    expect(ended).toHaveLength(4);
    await clock.advance(100);
    expect(ended).toHaveLength(6);
  });

  it('lets only so many calls run at once over all buckets', async () => {
    const { clock, ended, call } = setUp();
    for (const bucket of 'abcdefghijkl') void call(bucket, 100);
    await clock.advance(100);
    expect(ended).toEqual([...'abcdefgh']);
  });

  it('grows by about one call for a window of answers, up to its ceiling, and only if it is used', async () => {
    const { clock, limiter, call } = setUp();
    for (const bucket of 'abcdefghijklmnop') void call(bucket, 100);
    await clock.advance(200);
    expect(limiter.window).toBe(9);
    times(40, () => void call('alone', 1));
    await clock.advance(1_000);
    expect(limiter.window).toBe(9);
    for (let round = 0; round < 40; round += 1) {
      for (const bucket of 'abcdefghijklmnop') void call(bucket, 10);
      await clock.advance(30);
    }
    expect(limiter.window).toBe(16);
  });

  it('does not slow down the account for one throttled bucket', async () => {
    const { clock, limiter, call, ended } = setUp();
    times(10, () => void call('bad', 10, slowDown));
    await clock.advance(60_000);
    expect(ended.filter((end) => end === 'bad: SlowDown')).toHaveLength(10);
    expect(limiter.window).toBe(8);
  });

  it('halves the calls when several buckets are throttled at once, once a second, not below its floor', async () => {
    const { clock, limiter, call } = setUp();
    for (const bucket of 'abcdef') void call(bucket, 10, slowDown);
    await clock.advance(10);
    expect(limiter.window).toBe(4);
    for (const round of [1, 2, 3]) {
      await clock.advance(1_000);
      for (const bucket of 'ghij') void call(`${bucket}${round}`, 10, slowDown);
      await clock.advance(50);
    }
    expect(limiter.window).toBe(2);
  });

  it('does not take throttles far apart for one throttled account', async () => {
    const { clock, limiter, call } = setUp();
    for (const bucket of 'abcdef') {
      void call(bucket, 10, slowDown);
      await clock.advance(2_000);
    }
    expect(limiter.window).toBe(8);
  });

  it('leaves a throttled bucket alone for a while that doubles, and then tries one call', async () => {
    const { clock, ended, call } = setUp();
    void call('bad', 0, slowDown);
    await clock.advance(0);
    void call('bad', 0, slowDown);
    // The share 0.5 of the random source makes each pause three quarters of the longest: 187.5 ms, then 375 ms.
    await clock.advance(187);
    expect(ended).toHaveLength(1);
    await clock.advance(1);
    expect(ended).toHaveLength(2);
    times(3, () => void call('bad', 100));
    await clock.advance(374);
    expect(ended).toHaveLength(2);
    await clock.advance(101);
    expect(ended).toHaveLength(3);
    await clock.advance(100);
    expect(ended).toHaveLength(5);
  });

  it('keeps half of the calls for buckets that answer, however many hang', async () => {
    const { clock, ended, call } = setUp();
    const hanging = [...'abcdefgh'];
    for (const bucket of hanging) void call(bucket, 5_000, timeout);
    await clock.advance(6_000);
    for (const bucket of hanging) void call(bucket, 5_000, timeout);
    await clock.advance(1);
    for (const bucket of 'stuvwxyz') void call(bucket, 10);
    await clock.advance(20);
    expect(ended.slice(8)).toEqual([...'stuvwxyz']);
  });

  it('lets one call find out whether a silent bucket answers again, for all who wait', async () => {
    const { clock, ended, call, started } = setUp();
    times(20, () => void call('silent', 5_000, timeout));
    // Four at once hang for 5 s, then a pause of 1.5 s, then one that hangs for 5 s.
    await clock.advance(12_000);
    expect(started).toHaveLength(5);
    expect(ended).toEqual(Array.from({ length: 20 }, () => 'silent: TimeoutError'));
  });

  it('does not fail those who wait to ask a bucket for something else than what it keeps silent about', async () => {
    const { clock, ended, call } = setUp();
    times(4, () => void call('half', 5_000, timeout, undefined, 'GetHidden'));
    times(2, () => void call('half', 5_000, timeout, undefined, 'GetHidden'));
    times(2, () => void call('half', 10, undefined, undefined, 'GetShown'));
    await clock.advance(15_000);
    expect(ended).toEqual([...Array.from({ length: 6 }, () => 'half: TimeoutError'), 'half', 'half']);
  });

  it('takes a refusal for an answer', async () => {
    const { clock, ended, call } = setUp();
    times(8, () => void call('refused', 10, denied));
    await clock.advance(20);
    expect(ended).toEqual(Array.from({ length: 8 }, () => 'refused: AccessDenied'));
  });

  it('lets go of a call whose signal aborts, waiting for a turn or for a pause', async () => {
    const { clock, ended, call } = setUp();
    const stop = new AbortController();
    times(4, () => void call('busy', 100));
    void call('busy', 100, undefined, stop.signal);
    await clock.advance(0);
    stop.abort('stopped');
    await settled();
    expect(ended).toEqual(['busy: stopped']);
    void call('busy', 100, undefined, stop.signal);
    await settled();
    expect(ended).toEqual(['busy: stopped', 'busy: stopped']);
    await clock.advance(100);
    expect(ended.slice(2)).toEqual(['busy', 'busy', 'busy', 'busy']);
  });

  it('forgets buckets that are idle, not their calls', async () => {
    const { clock, ended, call } = setUp();
    for (let bucket = 0; bucket < 1_500; bucket += 1) void call(`bucket-${bucket}`, 1);
    await clock.advance(1_000);
    expect(ended).toHaveLength(1_500);
  });
});
