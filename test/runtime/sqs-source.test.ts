import { describe, expect, it } from 'vitest';
import type { Queue, Reconcile } from '../../controller/domain/ports.js';
import type { Look } from '../../controller/domain/signal.js';
import { FakeClock, settled } from '../fakes/fake-clock.js';
import { MemoryQueue } from '../fakes/memory-queue.js';
import { type LoopPorts, startLoop } from './loop.js';
import { Notes } from './notes.js';
import { bucket, changeOf, clean, envelope } from './samples.js';

/** A running loop that remembers the looks it took. */
function running(reconcile: Reconcile = async (look) => clean(look), more: Partial<LoopPorts> = {}) {
  const clock = new FakeClock();
  const messages = new MemoryQueue(clock);
  const ledger = new Notes();
  const looks: Look[] = [];
  const noting: Reconcile = (look, signal) => {
    looks.push(look);
    return reconcile(look, signal);
  };
  const loop = startLoop({ clock, messages, ledger, reconcile: noting, ...more });
  return { clock, messages, ledger, looks, ...loop };
}

/** The queue with some of its calls replaced. */
const wired = (messages: MemoryQueue, calls: Partial<Queue>): Queue => ({
  receive: (seconds, signal) => messages.receive(seconds, signal),
  delete: (some) => messages.delete(some),
  extend: (some, seconds) => messages.extend(some, seconds),
  send: (body, seconds) => messages.send(body, seconds),
  ...calls,
});

const roundsOf = (looks: readonly Look[]): readonly number[] => looks.map(({ round }) => round);

describe('the source of messages', () => {
  it('notes a change, looks, looks again about 10 s and 60 s later, and then leaves the queue empty', async () => {
    const { clock, messages, ledger, looks } = running();
    await messages.send(changeOf('invoices', 'e-1'), 0);
    await settled();
    expect(ledger.events).toMatchObject([{ id: 'e-1', at: '2026-01-31T11:59:00.000Z' }]);
    expect(looks).toMatchObject([
      { target: bucket('invoices'), round: 0, aspects: ['bucketPolicy'], region: 'eu-west-1' },
    ]);
    await clock.advance(9000);
    expect(looks).toHaveLength(1);
    await clock.advance(1000);
    expect(looks[1]).toMatchObject({
      round: 1,
      signals: [{ kind: 'recheck', at: '2026-01-31T12:00:10.000Z' }, { id: 'e-1' }],
    });
    await clock.advance(60_000);
    expect(roundsOf(looks)).toEqual([0, 1, 2]);
    await clock.advance(600_000);
    expect(looks).toHaveLength(3);
    expect(messages.bodies).toEqual([]);
    expect(ledger.events).toHaveLength(1);
  });

  it('takes no event for later than now', async () => {
    const { messages, ledger, looks } = running();
    await messages.send(JSON.stringify(envelope({ eventTime: '2036-01-01T00:00:00Z' })), 0);
    await settled();
    expect(ledger.events).toMatchObject([{ at: '2026-01-31T12:00:00.000Z' }]);
    expect(looks[0]?.signals).toEqual(ledger.events);
  });

  it('answers a burst with few looks and one re-check for each of them', async () => {
    const { clock, messages, looks } = running(async (look) => {
      await clock.sleep(2000);
      return clean(look);
    });
    for (let n = 0; n < 40; n += 1) await messages.send(changeOf('invoices', `e-${n}`), 0);
    await clock.advance(5000);
    expect(looks.length).toBeLessThanOrEqual(2);
    expect(looks.flatMap(({ signals }) => signals)).toHaveLength(40);
    expect(messages.bodies).toHaveLength(looks.length);
    await clock.advance(600_000);
    expect(messages.bodies).toEqual([]);
  });

  it('notes attempts and reads nothing for them', async () => {
    const { messages, ledger, looks } = running();
    await messages.send(JSON.stringify(envelope({ errorCode: 'AccessDenied' })), 0);
    await settled();
    expect(ledger.attempts).toMatchObject([{ target: bucket('invoices'), errorCode: 'AccessDenied' }]);
    expect(looks).toEqual([]);
    expect(messages.bodies).toEqual([]);
  });

  it('deletes what is not ours and what nothing selects, without a read or a write', async () => {
    const { messages, ledger, looks } = running(undefined, { isSelected: () => false });
    await messages.send(JSON.stringify(envelope({ readOnly: true })), 0);
    await messages.send(changeOf('unselected', 'e-1'), 0);
    await messages.send(JSON.stringify(envelope({ eventName: 'CreateBucket' })), 0);
    await messages.send(JSON.stringify(envelope({ errorCode: 'AccessDenied' })), 0);
    await settled();
    expect(messages.bodies).toEqual([]);
    expect([looks, ledger.events, ledger.attempts]).toEqual([[], [], []]);
  });

  it('leaves what it cannot read to the dead-letter queue and tells of it once', async () => {
    const { clock, messages, log } = running();
    await messages.send('{"garbage":', 0);
    await clock.advance(600_000);
    expect(messages.dead).toEqual(['{"garbage":']);
    expect(log.of('warn')).toEqual(['message cannot be read']);
  });

  it('keeps a message hidden as long as its look takes, and tries a failed look again later and later', async () => {
    let looksLeft = 3;
    const slow = running(async (look) => {
      await slow.clock.sleep(200_000);
      looksLeft -= 1;
      if (looksLeft > 0) throw new Error('not yet');
      return clean(look);
    });
    await slow.messages.send(changeOf('invoices', 'e-1'), 0);
    await slow.clock.advance(199_000);
    expect(slow.looks).toHaveLength(1);
    await slow.clock.advance(1000 + 4000);
    expect(slow.looks).toHaveLength(1);
    await slow.clock.advance(1000);
    expect(slow.looks).toHaveLength(2);
    await slow.clock.advance(200_000 + 14_000);
    expect(slow.looks).toHaveLength(2);
    await slow.clock.advance(1000);
    expect(slow.looks).toHaveLength(3);
    expect(slow.messages.bodies).toHaveLength(1);
    await slow.clock.advance(200_000);
    expect(slow.messages.bodies).toEqual([expect.stringContaining('recheck')]);
    expect(slow.ledger.events.map(({ id }) => id)).toEqual(['e-1', 'e-1', 'e-1']);
  });

  it('waits out a ledger that cannot be written, and looks at nothing that is not noted', async () => {
    const ledger = new Notes();
    let down = true;
    const noteEvent: Notes['noteEvent'] = (target, event) =>
      down ? Promise.reject(new Error('down')) : ledger.noteEvent(target, event);
    const { clock, messages, looks } = running(undefined, {
      ledger: { noteEvent, noteAttempt: (attempt) => ledger.noteAttempt(attempt) },
    });
    await messages.send(changeOf('invoices', 'e-1'), 0);
    await clock.advance(4000);
    expect(looks).toEqual([]);
    down = false;
    await clock.advance(1000);
    expect(looks).toHaveLength(1);
    expect(ledger.events).toHaveLength(1);
  });

  it('backs off from a queue that fails, says so once, says when it works again, and goes on', async () => {
    const clock = new FakeClock();
    const messages = new MemoryQueue(clock);
    let receives = 0;
    let down = true;
    const receive: MemoryQueue['receive'] = (seconds, signal) => {
      receives += 1;
      return down ? Promise.reject(new Error('no queue')) : messages.receive(seconds, signal);
    };
    const failing = wired(messages, { receive });
    const looks: Look[] = [];
    const { log } = startLoop({
      clock,
      messages: failing,
      ledger: new Notes(),
      reconcile: async (look) => {
        looks.push(look);
        return clean(look);
      },
    });
    await messages.send(changeOf('invoices', 'e-1'), 0);
    await clock.advance(300_000);
    expect(receives).toBeGreaterThan(5);
    expect(receives).toBeLessThan(30);
    expect(log.of('error')).toEqual(['receiving messages fails']);
    down = false;
    await clock.advance(30_000);
    expect(looks.length).toBeGreaterThan(0);
    expect(log.of('info')).toEqual(['receiving messages works again']);
  });

  it('keeps a message whose re-check could not be sent, however often that fails', async () => {
    const clock = new FakeClock();
    const messages = new MemoryQueue(clock);
    let failures = 2;
    const send: MemoryQueue['send'] = async (body, seconds) => {
      failures -= 1;
      if (failures >= 0) throw new Error('not sent');
      await messages.send(body, seconds);
    };
    const looks: Look[] = [];
    startLoop({
      clock,
      messages: wired(messages, { send }),
      ledger: new Notes(),
      reconcile: async (look) => {
        looks.push(look);
        return clean(look);
      },
    });
    await messages.send(changeOf('invoices', 'e-1'), 0);
    await clock.advance(19_000);
    expect(looks).toHaveLength(2);
    expect(messages.ids).toEqual(['message-1']);
    await clock.advance(1000);
    expect(messages.bodies).toEqual([expect.stringContaining('recheck')]);
  });

  it('takes nothing from a receive that comes back after the end', async () => {
    const clock = new FakeClock();
    const messages = new MemoryQueue(clock);
    const looks: Look[] = [];
    const { intake, receiving, source } = startLoop({
      clock,
      messages: wired(messages, { receive: (seconds) => messages.receive(seconds) }),
      ledger: new Notes(),
      reconcile: async (look) => {
        looks.push(look);
        return clean(look);
      },
    });
    await settled();
    intake.abort(new Error('stopping'));
    await messages.send(changeOf('invoices', 'e-1'), 0);
    await receiving;
    await source.drained();
    expect(looks).toEqual([]);
    expect(messages.ids).toEqual(['message-1']);
  });

  it('holds no more messages than it may', async () => {
    const { clock, messages, intake } = running(() => new Promise(() => {}), { mostOpen: 10 });
    for (let n = 0; n < 30; n += 1) await messages.send(changeOf(`bucket-${n}`, `e-${n}`), 0);
    await clock.advance(1000);
    intake.abort();
    const free = await messages.receive(0);
    expect(free).toHaveLength(10);
    expect(await messages.receive(0)).toHaveLength(10);
    expect(await messages.receive(0)).toHaveLength(0);
  });

  it('takes nothing new in when it is to stop, and is drained when what it holds has ended', async () => {
    const { clock, messages, source, intake, receiving, looks } = running(async (look) => {
      await clock.sleep(30_000);
      return clean(look);
    });
    await messages.send(changeOf('first', 'e-1'), 0);
    await settled();
    intake.abort(new Error('stopping'));
    await receiving;
    await messages.send(changeOf('second', 'e-2'), 0);
    let drained = false;
    const draining = source.drained().then(() => {
      drained = true;
    });
    await clock.advance(29_000);
    expect(drained).toBe(false);
    await clock.advance(1000);
    await draining;
    expect(looks.map(({ target }) => target)).toEqual([bucket('first')]);
    expect(messages.bodies).toHaveLength(2);
  });
});
