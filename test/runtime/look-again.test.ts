import { expect, it } from 'vitest';
import type { Queue } from '../../controller/domain/ports.js';
import { instant } from '../../controller/domain/time.js';
import { parseMessage } from '../../controller/runtime/cloudtrail.js';
import { lookingAgain } from '../../controller/runtime/look-again.js';
import { FakeClock } from '../fakes/fake-clock.js';
import { MemoryQueue } from '../fakes/memory-queue.js';
import { bucket, clean, enrolment, eventLook } from './samples.js';

const look = eventLook(bucket('invoices'), 'e-1');
const never = new AbortController().signal;

/** What the queue holds after a look that asks to be repeated so many milliseconds later. */
async function after(ms: number | undefined) {
  const clock = new FakeClock();
  const messages = new MemoryQueue(clock);
  const again = ms === undefined ? {} : { again: instant(new Date(clock.now().getTime() + ms)) };
  const reconcile = lookingAgain(async () => ({ ...clean(look), ...again }), { clock, messages });
  expect(await reconcile(look, never)).toEqual({ ...clean(look), ...again });
  const visible = async (): Promise<number> => (await messages.receive(0)).length;
  return { clock, messages, visible };
}

it('a look that waits for something asks for the next one, which comes when the wait is over and not before', async () => {
  const { clock, messages, visible } = await after(59_001);
  const asked = messages.bodies.map((body) => parseMessage(body, enrolment));
  expect(asked).toMatchObject([
    {
      kind: 'recheck',
      look: { target: look.target, signals: [{ kind: 'recheck' }, { id: 'e-1' }], round: 1 },
    },
  ]);
  await clock.advance(59_001);
  expect(await visible()).toBe(0);
  await clock.advance(999);
  expect(await visible()).toBe(1);
});

it('a wait that is longer than a message can be kept back is asked for in parts', async () => {
  const { clock, visible } = await after(24 * 3_600_000);
  await clock.advance(900_000);
  expect(await visible()).toBe(1);
});

it('a look that waits for nothing asks for none', async () => {
  expect((await after(undefined)).messages.bodies).toEqual([]);
});

it('a look whose next one cannot be asked for has failed, so that what asked for it comes again', async () => {
  const clock = new FakeClock();
  const broken: Queue = Object.assign(new MemoryQueue(clock), {
    send: () => Promise.reject(new Error('no queue')),
  });
  const again = instant(clock.now());
  const reconcile = lookingAgain(async () => ({ ...clean(look), again }), { clock, messages: broken });
  await expect(reconcile(look, never)).rejects.toThrow('no queue');
});
