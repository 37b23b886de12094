import { describe, expect, it } from 'vitest';
import { Limiter } from '../../controller/aws/limiter.js';
import { readRule, retry } from '../../controller/aws/retry.js';
import { FakeClock } from '../fakes/fake-clock.js';

const timeout = Object.assign(new Error('no answer'), { name: 'TimeoutError' });
const requestMs = 5_000;

/** So many reads of one bucket at the same time, which answers nothing before `answersFrom`; how and when they ended. */
async function readsOf(count: number, answersFrom: number, patienceMs: number) {
  const clock = new FakeClock();
  const began = clock.now().getTime();
  const passed = (): number => clock.now().getTime() - began;
  const random = (): number => 0.999;
  const limiter = new Limiter(clock, random);
  let sent = 0;
  const ends: { readonly name: string; readonly at: number }[] = [];
  const read = (sort: number): void => {
    const name = `Get${sort}`;
    const ended = (how: string): void => void ends.push({ name: how, at: passed() });
    retry(
      readRule,
      { clock, random, requestMs },
      (work, signal) => limiter.run('slow', name, work, signal),
      async (signal) => {
        sent += 1;
        if (passed() >= answersFrom) return;
        await clock.sleep(requestMs, signal);
        throw timeout;
      },
    ).then(
      () => ended('answered'),
      (error: Error) => ended(error.name),
    );
  };
  for (let sort = 0; sort < count; sort += 1) read(sort);
  await clock.advance(patienceMs);
  return { ends, sent: () => sent, clock };
}

describe('all that is read of one bucket at once', () => {
  it.each([1, 3, 7, 8, 25])(
    'is answered soon after a stall that cost the first %i their answers',
    async (count) => {
      const { ends } = await readsOf(count, 4_000, 120_000);
      expect(ends.map(({ name }) => name)).toEqual(Array.from({ length: count }, () => 'answered'));
      expect(Math.max(...ends.map(({ at }) => at))).toBeLessThanOrEqual(requestMs + 500);
    },
  );

  it.each([1, 7, 8, 25])('is given up in bounded time if it is never answered: %i', async (count) => {
    const { ends, clock } = await readsOf(count, Number.POSITIVE_INFINITY, 120_000);
    expect(ends.map(({ name }) => name)).toEqual(Array.from({ length: count }, () => 'TimeoutError'));
    expect(Math.max(...ends.map(({ at }) => at))).toBeLessThanOrEqual(3 * requestMs);
    expect(clock.sleeping).toBe(0);
  });
});
