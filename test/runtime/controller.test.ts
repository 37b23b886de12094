import { describe, expect, it } from 'vitest';
import type { Incident } from '../../controller/domain/incident.js';
import type { LookResult, Queue, Reconcile } from '../../controller/domain/ports.js';
import type { Look } from '../../controller/domain/signal.js';
import { targetName } from '../../controller/domain/target.js';
import { startController } from '../../controller/runtime/controller.js';
import { defaultSettings, type Settings } from '../../controller/runtime/settings.js';
import { FakeClock, settled } from '../fakes/fake-clock.js';
import { MemoryQueue } from '../fakes/memory-queue.js';
import { RecordingLog } from '../fakes/recording-log.js';
import { Notes } from './notes.js';
import { account, changeOf, clean, enrolment } from './samples.js';

function started(
  reconcile: Reconcile,
  more: Partial<Settings> = {},
  random = () => 0.5,
  notes = new Notes(),
  queueOf = (queue: MemoryQueue): Queue => queue,
) {
  const clock = new FakeClock();
  const log = new RecordingLog();
  const messages = new MemoryQueue(clock);
  let asked = 0;
  const none: readonly Incident[] = [];
  const undelivered = async function* (): AsyncGenerator<Incident> {
    asked += 1;
    yield* none;
  };
  const ledger = Object.assign(notes, { undelivered, delivered: async () => {} });
  const looks: Look[] = [];
  const controller = startController({
    reconcile: (look, signal) => {
      looks.push(look);
      return reconcile(look, signal);
    },
    ledger,
    messages: queueOf(messages),
    listing: { page: async () => ({ buckets: [{ name: 'invoices' }] }) },
    notifier: { notify: async () => {} },
    clock,
    random,
    log,
    isSelected: () => true,
    aspectsOf: enrolment.aspectsOf,
    accounts: [account],
    settings: { ...defaultSettings, ...more },
  });
  return { controller, clock, log, messages, looks, asked: () => asked };
}

const outcome = (look: Look, value: 'clean' | 'reverted'): LookResult => ({
  target: look.target,
  outcomes: new Map([['acl', value]]),
});

describe('the controller', () => {
  it('scans at start, answers events, re-checks, and ends without a trace', async () => {
    const { controller, clock, messages, looks } = started(async (look) => clean(look));
    await clock.advance(1000);
    expect(looks.map(({ target }) => targetName(target)).sort()).toEqual([targetName(account), 'invoices']);
    await messages.send(changeOf('invoices', 'e-1'), 0);
    await clock.advance(120_000);
    expect(looks.slice(2).map(({ round }) => round)).toEqual([0, 1, 2]);
    expect(messages.bodies).toEqual([]);
    await controller.stop(10_000);
    await controller.done;
    expect(clock.sleeping).toBe(0);
  });

  it('looks for notifications after a look that may have made some, and not after each', async () => {
    let value: 'clean' | 'reverted' = 'clean';
    const { clock, messages, asked } = started(async (look) => outcome(look, value), { pollMs: 1e9 });
    await clock.advance(1000);
    expect(asked()).toBe(1);
    value = 'reverted';
    await messages.send(changeOf('invoices', 'e-1'), 0);
    await settled();
    expect(asked()).toBe(2);
  });

  it.each(['noteEvent', 'know', 'scanCursor', 'saveScanCursor', 'goodState', 'rememberGood'] as const)(
    'answers events and goes on scanning although a call of the ledger never ends: %s',
    async (name) => {
      const notes = new Notes();
      const honest: unknown = Reflect.get(notes, name);
      let calls = 0;
      const hanging = (...given: unknown[]): unknown => {
        calls += 1;
        return calls === 1 ? new Promise(() => {}) : Reflect.apply(honest as () => unknown, notes, given);
      };
      Object.assign(notes, { [name]: hanging });
      const { clock, messages, looks } = started(
        async (look) => clean(look),
        {},
        () => 0.5,
        notes,
      );
      await messages.send(changeOf('invoices', 'e-1'), 0);
      await clock.advance(80_000);
      const reasons = looks.flatMap(({ target, signals }) =>
        targetName(target) === 'invoices' ? signals.map(({ kind }) => kind) : [],
      );
      expect(calls).toBeGreaterThan(1);
      expect(new Set(reasons)).toEqual(new Set(['scan', 'event', 'recheck']));
      await clock.advance(900_000);
      expect(messages.bodies).toEqual([]);
    },
  );

  it.each(['send', 'delete', 'extend'] as const)(
    'sees a message through although a call of the queue never ends: %s',
    async (name) => {
      let calls = 0;
      const { clock, messages, looks } = started(
        async (look) => clean(look),
        {},
        () => 0.5,
        new Notes(),
        (queue) => {
          const once = <T>(is: typeof name, call: () => Promise<T>): Promise<T> => {
            if (is === name) calls += 1;
            return is === name && calls === 1 ? new Promise(() => {}) : call();
          };
          return {
            receive: (seconds, signal) => queue.receive(seconds, signal),
            send: (body, seconds) => once('send', () => queue.send(body, seconds)),
            delete: (some) => once('delete', () => queue.delete(some)),
            extend: (some, seconds) => once('extend', () => queue.extend(some, seconds)),
          };
        },
      );
      await messages.send(changeOf('invoices', 'e-1'), 0);
      await clock.advance(600_000);
      expect(
        looks.filter(({ signals }) => signals.some(({ kind }) => kind === 'event')).length,
      ).toBeGreaterThan(2);
      expect(messages.bodies).toEqual([]);
      expect(messages.dead).toEqual([]);
    },
  );

  it('waits for what it has in hand before it ends', async () => {
    const { controller, clock, messages, looks } = started(async (look) => {
      if (look.signals[0]?.kind === 'event') await clock.sleep(5000);
      return clean(look);
    });
    await clock.advance(1000);
    await messages.send(changeOf('invoices', 'e-1'), 0);
    await settled();
    const stopping = controller.stop(10_000);
    await messages.send(changeOf('invoices', 'too-late'), 0);
    await clock.advance(5000);
    await stopping;
    expect(looks).toHaveLength(3);
    expect(messages.bodies).toEqual([
      expect.stringContaining('too-late'),
      expect.stringContaining('recheck'),
    ]);
  });

  it('does not wait longer than it was given, and leaves the message to come again', async () => {
    const stopped: AbortSignal[] = [];
    const { controller, clock, messages, log } = started((look, signal) => {
      if (look.signals[0]?.kind !== 'event') return Promise.resolve(clean(look));
      stopped.push(signal);
      return new Promise(() => {});
    });
    await clock.advance(1000);
    await messages.send(changeOf('invoices', 'e-1'), 0);
    await settled();
    const stopping = controller.stop(10_000);
    await clock.advance(10_000);
    await stopping;
    expect(stopped.map(({ aborted }) => aborted)).toEqual([true]);
    expect(messages.ids).toEqual(['message-1']);
    expect(log.of('warn')).toContain('stopped with messages in hand');
  });

  it('stops and says so when a part dies that must not', async () => {
    const broken = (): number => {
      throw new RangeError('no randomness');
    };
    const { controller, clock, log } = started(async (look) => clean(look), {}, broken);
    const died = expect(controller.done).rejects.toThrow('no randomness');
    await clock.advance(1000);
    await died;
    expect(log.of('error')).toEqual(['controller died']);
    expect(clock.sleeping).toBe(0);
  });
});
