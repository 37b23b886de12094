import { describe, expect, it } from 'vitest';
import { TerminalError } from '../../controller/domain/errors.js';
import type { LookResult, Reconcile } from '../../controller/domain/ports.js';
import type { Look } from '../../controller/domain/signal.js';
import { targetName } from '../../controller/domain/target.js';
import { Held } from '../../controller/engine/tenure.js';
import { type LookEnd, LookQueue } from '../../controller/runtime/queue.js';
import { runWorkers } from '../../controller/runtime/worker.js';
import { FakeClock, settled } from '../fakes/fake-clock.js';
import { RecordingLog } from '../fakes/recording-log.js';
import { bucket, clean, eventLook } from './samples.js';

function started(reconcile: Reconcile, concurrency = 2) {
  const clock = new FakeClock();
  const log = new RecordingLog();
  const queue = new LookQueue(10);
  const stop = new AbortController();
  const after: LookEnd[] = [];
  const ports = { queue, reconcile, clock, log, afterLook: (end: LookEnd) => void after.push(end) };
  const ended = runWorkers(ports, { concurrency, lookTimeoutMs: 60_000 }, stop.signal);
  const ask = (name: string): Promise<LookEnd> =>
    new Promise((resolve) => queue.add(eventLook(bucket(name), 'e-1'), resolve));
  return { clock, log, stop, ended, ask, after };
}

const hang = (): Promise<LookResult> => new Promise(() => {});

describe('workers', () => {
  it('look, settle, and say so', async () => {
    const { ask, after, stop, ended, clock } = started(async (look) => clean(look));
    const end = await ask('healthy');
    expect(end).toMatchObject({ kind: 'looked', result: { target: bucket('healthy') } });
    expect(after).toEqual([end]);
    stop.abort();
    await ended;
    expect(clock.sleeping).toBe(0);
  });

  it('go on after a look that rejects or throws, and leave the error with the ticket', async () => {
    const reconcile: Reconcile = (look) => {
      if (targetName(look.target) === 'throws') throw new Error('thrown');
      return targetName(look.target) === 'rejects'
        ? Promise.reject(new Error('rejected'))
        : Promise.resolve(clean(look));
    };
    const { ask, log } = started(reconcile, 1);
    expect(await ask('throws')).toMatchObject({ kind: 'failed', error: { message: 'thrown' } });
    expect(await ask('rejects')).toMatchObject({ kind: 'failed', error: { message: 'rejected' } });
    expect(await ask('healthy')).toMatchObject({ kind: 'looked' });
    expect(log.of('warn')).toEqual(['look failed', 'look failed']);
  });

  it('take a TerminalError for the end of the matter and tell of it once', async () => {
    const { ask, log } = started(() => Promise.reject(new TerminalError('never')));
    expect(await ask('hopeless')).toMatchObject({ kind: 'hopeless', error: { message: 'never' } });
    expect(log.of('error')).toEqual(['look ended for good']);
    expect(log.of('warn')).toEqual([]);
  });

  it('look again once a lease that another has can be taken over, and meanwhile at others', async () => {
    let held = 2;
    const reconcile = async (look: Look): Promise<LookResult> => {
      if (targetName(look.target) !== 'held' || held === 0) return clean(look);
      held -= 1;
      throw new Held(look.target, held === 0 ? 2_000 : 30_000);
    };
    const { ask, clock, after, log } = started(reconcile, 1);
    const waiting = ask('held');
    await settled();
    expect(await ask('healthy')).toMatchObject({ kind: 'looked' });
    await clock.advance(4_999);
    expect(held).toBe(1);
    await clock.advance(1);
    expect(held).toBe(0);
    await clock.advance(1_999);
    expect(after.map(({ kind }) => kind)).toEqual(['failed', 'looked', 'failed']);
    await clock.advance(1);
    expect(await waiting).toMatchObject({ kind: 'looked' });
    expect(log.of('warn')).toEqual([]);
  });

  it('fail a look that waits for a lease when they are told to end', async () => {
    const { ask, stop, ended } = started((look) => Promise.reject(new Held(look.target, 30_000)));
    const waiting = ask('held');
    await settled();
    stop.abort(new Error('stopping'));
    await ended;
    expect(await waiting).toMatchObject({ kind: 'failed', error: { message: 'stopping' } });
  });

  it('give up a look that takes too long, tell it to stop, and are free for others', async () => {
    const signals: AbortSignal[] = [];
    const reconcile = (look: Look, signal: AbortSignal): Promise<LookResult> => {
      signals.push(signal);
      return targetName(look.target) === 'hangs' ? hang() : Promise.resolve(clean(look));
    };
    const { ask, clock } = started(reconcile, 1);
    const hanging = ask('hangs');
    const other = ask('healthy');
    await clock.advance(59_000);
    expect(signals).toHaveLength(1);
    await clock.advance(1000);
    expect(await hanging).toMatchObject({ kind: 'failed' });
    expect(signals[0]?.aborted).toBe(true);
    expect(await other).toMatchObject({ kind: 'looked' });
  });

  it('never look twice at once at a target whose first look heeds no signal', async () => {
    let end = (): void => {};
    let calls = 0;
    const reconcile = (look: Look): Promise<LookResult> => {
      calls += 1;
      return calls > 1
        ? Promise.resolve(clean(look))
        : new Promise((resolve) => {
            end = () => resolve(clean(look));
          });
    };
    const { ask, clock } = started(reconcile);
    const first = ask('slow');
    await clock.advance(60_000);
    expect(await first).toMatchObject({ kind: 'failed' });
    expect(await ask('slow')).toMatchObject({ kind: 'failed' });
    expect(calls).toBe(1);
    end();
    await settled();
    expect(await ask('slow')).toMatchObject({ kind: 'looked' });
    expect(calls).toBe(2);
  });

  it('end at once when told to, also in the middle of a look', async () => {
    const { ask, stop, ended } = started(hang);
    const hanging = ask('hangs');
    await settled();
    stop.abort(new Error('stopping'));
    await ended;
    expect(await hanging).toMatchObject({ kind: 'failed', error: { cause: { message: 'stopping' } } });
  });

  it('work at most so many at once', async () => {
    let most = 0;
    let now = 0;
    const { ask, clock } = started(async (look) => {
      now += 1;
      most = Math.max(most, now);
      await clock.sleep(1000);
      now -= 1;
      return clean(look);
    }, 3);
    const asked = Array.from({ length: 10 }, (_, n) => ask(`bucket-${n}`));
    await clock.advance(10_000);
    expect((await Promise.all(asked)).every(({ kind }) => kind === 'looked')).toBe(true);
    expect(most).toBe(3);
  });
});
