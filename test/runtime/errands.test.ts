import { expect, it } from 'vitest';
import { Errands } from '../../controller/runtime/errands.js';
import { FakeClock, settled } from '../fakes/fake-clock.js';
import { RecordingLog } from '../fakes/recording-log.js';

async function started(tries: readonly number[]) {
  const clock = new FakeClock();
  const log = new RecordingLog();
  const errands = new Errands({ clock, log }, tries);
  const stop = new AbortController();
  const running = errands.run(stop.signal);
  await settled();
  return { clock, log, errands, stop, running };
}

it('tries an errand at each of its times until it is done, and never again', async () => {
  const { clock, errands, stop, running } = await started([0, 60_000, 300_000]);
  const tried: number[] = [];
  const begin = clock.now().getTime();
  errands.add(async () => {
    tried.push(clock.now().getTime() - begin);
    return tried.length === 2;
  });
  for (let second = 0; second < 600; second += 1) await clock.advance(1_000);
  expect(tried.length).toBe(2);
  expect(tried[0]).toBeLessThanOrEqual(1_000);
  expect(tried[1]).toBeGreaterThanOrEqual(60_000);
  stop.abort();
  await clock.advance(1_000);
  await running;
});

it('does not wait for ever for an errand that never ends, and ends with it in hand', async () => {
  const { clock, errands, stop, running } = await started([0, 1_000]);
  let done = 0;
  errands.add(() => new Promise(() => {}));
  errands.add(async () => {
    done += 1;
    return true;
  });
  await clock.advance(62_000);
  expect(done).toBe(1);
  stop.abort();
  await running;
});

it('gives an errand up after its last try, and goes on with others when one fails', async () => {
  const { clock, log, errands, stop, running } = await started([0, 1_000]);
  let failed = 0;
  let done = 0;
  errands.add(async () => {
    failed += 1;
    throw new Error('no answer');
  });
  errands.add(async () => {
    done += 1;
    return true;
  });
  for (let second = 0; second < 30; second += 1) await clock.advance(1_000);
  expect({ failed, done }).toEqual({ failed: 2, done: 1 });
  expect(JSON.stringify(log)).toContain('errand failed');
  stop.abort();
  await clock.advance(1_000);
  await running;
});
