import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LeaseLost } from '../../controller/domain/errors.js';
import type { Step } from '../../controller/domain/plan.js';
import type { Clock, Writer } from '../../controller/domain/ports.js';
import { defaultTiming, type Engine } from '../../controller/engine/engine.js';
import { type Tenure, underLease } from '../../controller/engine/tenure.js';
import { RecordingLog } from '../fakes/recording-log.js';
import {
  baselineOf,
  declarationsOf,
  engineIn,
  passing,
  type Surroundings,
  surroundings,
  target,
} from './world.js';

const { lease: ttl, request } = defaultTiming;
const step: Step = {
  id: 'acl.put',
  aspect: 'acl',
  service: 's3',
  operation: 'PutBucketAcl',
  input: {},
  effect: 'close',
};

/** One process: its own clock, which may be hours off, and its own view of the ledger. */
function processIn(around: Surroundings, skewMs = 0) {
  const own = { skewMs };
  const clock: Clock = {
    now: () => new Date(around.clock.now().getTime() + own.skewMs),
    sleep: (ms, signal) => around.clock.sleep(ms, signal),
  };
  const log = new RecordingLog();
  const engine: Engine = { ...engineIn(around, { declarations }), clock, log };
  const sends: number[] = [];
  const s3: Writer = {
    async send(_, __, mayBegin) {
      mayBegin?.();
      sends.push(around.clock.now().getTime());
      return {};
    },
  };
  return { engine, log, own, sends, send: (tenure: Tenure) => tenure.guarded(s3).send(step) };
}

const declarations = declarationsOf(baselineOf({}));
const unanswered = (): Promise<never> => Promise.reject(new Error('the ledger does not answer'));

describe('holding a target', () => {
  it('keeps the lease as long as the work waits, and gives it back at once', async () => {
    const around = surroundings();
    const [one, other] = [processIn(around), processIn(around)];
    const work = underLease(one.engine, target, async (tenure) => {
      for (let round = 0; round < 40; round += 1) await tenure.engine.clock.sleep(ttl / 4);
      await one.send(tenure);
    });
    for (let round = 0; round < 19; round += 1) {
      await around.clock.advance(ttl / 2);
      expect(await other.engine.ledger.acquire(target, 'other', ttl)).toMatchObject({ kind: 'held' });
    }
    await passing(around.clock, work);
    expect(one.sends).toHaveLength(1);
    expect(await other.engine.ledger.acquire(target, 'other', ttl)).toMatchObject({ kind: 'granted' });
  });

  it('begins no request with less left than it may take, where the lease cannot be renewed', async () => {
    const around = surroundings();
    const { engine, send, sends, log } = processIn(around);
    const silent = { ...engine, ledger: { ...engine.ledger, renew: unanswered } };
    const begun = around.clock.now().getTime();
    const work = underLease(silent, target, async (tenure) => {
      for (;;) {
        await send(tenure);
        await around.clock.sleep(1_000);
      }
    });
    await expect(passing(around.clock, work)).rejects.toBeInstanceOf(LeaseLost);
    expect(sends.at(-1)).toBe(begun + ttl - request);
    expect(log.of('warn')).toEqual(['lease not renewed', 'lease not renewed', 'lease not renewed']);
  });

  it.each([
    ['after a pause in which it ran out, though nobody took it', ttl],
    ['when the clock was set back', -60_000],
  ])('takes the lease for lost %s', async (_, leapMs) => {
    const { engine, own, send, sends } = processIn(surroundings());
    const work = underLease(engine, target, async (tenure) => {
      await send(tenure);
      own.skewMs = leapMs;
      await send(tenure);
    });
    await expect(work).rejects.toBeInstanceOf(LeaseLost);
    expect(sends).toHaveLength(1);
  });

  it('sends nothing that had to wait for its turn until the lease was short', async () => {
    const around = surroundings();
    const { engine } = processIn(around);
    let isSent = false;
    const crowded: Writer = {
      async send(_, __, mayBegin) {
        await around.clock.sleep(ttl - request + 1);
        mayBegin?.();
        isSent = true;
        return {};
      },
    };
    const work = underLease(engine, target, ({ guarded }) => guarded(crowded).send(step));
    await expect(passing(around.clock, work)).rejects.toBeInstanceOf(LeaseLost);
    expect(isSent).toBe(false);
  });

  it('sends nothing once a renewal is refused', async () => {
    const around = surroundings();
    const { engine, send, sends } = processIn(around);
    const refused = { ...engine, ledger: { ...engine.ledger, renew: async () => false } };
    const work = underLease(refused, target, async (tenure) => {
      await around.clock.sleep(ttl / 3);
      await send(tenure);
    });
    await expect(passing(around.clock, work)).rejects.toBeInstanceOf(LeaseLost);
    expect(sends).toEqual([]);
  });

  it('says for how long another has it', async () => {
    const around = surroundings();
    const { clock } = around;
    const [one, other] = [processIn(around), processIn(around)];
    const take = () => underLease(one.engine, target, async () => 'mine');
    await other.engine.ledger.acquire(target, 'other', ttl);
    await expect(take()).rejects.toMatchObject({ name: 'Held', forMs: ttl });
    await clock.advance(ttl - 1);
    await expect(take()).rejects.toMatchObject({ name: 'Held', forMs: 1 });
    await clock.advance(1);
    await expect(take()).resolves.toBe('mine');
  });
});

const moves = fc.array(
  fc.record({ waitMs: fc.integer({ min: 0, max: 20_000 }), renews: fc.boolean(), asks: fc.boolean() }),
  { minLength: 1, maxLength: 30 },
);

describe('two processes whose clocks disagree', { timeout: 60_000 }, () => {
  it('never both write: no request of the first could still be on its way when the second is granted the lease', async () => {
    await fc.assert(
      fc.asyncProperty(moves, fc.integer({ min: -1e9, max: 1e9 }), async (given, skewMs) => {
        const around = surroundings();
        const { clock } = around;
        const [one, other] = [processIn(around), processIn(around, skewMs)];
        let renews = true;
        const { renew } = one.engine.ledger;
        const flaky: Engine['ledger']['renew'] = (...asked) => (renews ? renew(...asked) : unanswered());
        const engine = { ...one.engine, ledger: { ...one.engine.ledger, renew: flaky } };
        let grantedAt: number | undefined;
        let isOver = false;
        const work = underLease(engine, target, async (tenure) => {
          while (!isOver) {
            await one.send(tenure);
            await tenure.engine.clock.sleep(700);
          }
        }).catch((error: unknown) => expect(error).toBeInstanceOf(LeaseLost));
        for (const { waitMs, renews: now, asks } of given) {
          renews = now;
          await clock.advance(waitMs);
          // Our own end would give it back.
          if (!asks || grantedAt !== undefined) continue;
          const { kind } = await other.engine.ledger.acquire(target, 'other', ttl);
          if (kind === 'granted') grantedAt = clock.now().getTime();
        }
        isOver = true;
        await passing(clock, work);
        for (const sentAt of one.sends)
          expect(grantedAt === undefined || sentAt + request <= grantedAt).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});
