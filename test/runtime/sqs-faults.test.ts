import { describe, expect, it } from 'vitest';
import type { Look } from '../../controller/domain/signal.js';
import { FakeClock, settled } from '../fakes/fake-clock.js';
import { MemoryQueue } from '../fakes/memory-queue.js';
import { startLoop } from './loop.js';
import { Notes } from './notes.js';
import { running, wired } from './running.js';
import { changeOf, clean } from './samples.js';

describe('the source of messages in trouble', () => {
  it('leaves what it cannot read to the dead-letter queue and tells of it once', async () => {
    const { clock, messages, log } = running();
    await messages.send('{"garbage":', 0);
    await clock.advance(600_000);
    expect(messages.dead).toEqual(['{"garbage":']);
    expect(log.of('warn')).toEqual(['message cannot be read']);
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
});
