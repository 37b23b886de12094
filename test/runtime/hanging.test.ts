import { describe, expect, it } from 'vitest';
import type { Look } from '../../controller/domain/signal.js';
import { targetKey } from '../../controller/domain/target.js';
import { looksOf } from '../../controller/runtime/engine-looks.js';
import { type LookEnd, LookQueue } from '../../controller/runtime/queue.js';
import { defaultSettings } from '../../controller/runtime/settings.js';
import { runWorkers } from '../../controller/runtime/worker.js';
import { blocked, policies } from '../engine/access-worlds.js';
import {
  baselineOf,
  declarationsOf,
  engineIn,
  remembered,
  scanAt,
  surroundings,
  target,
} from '../engine/world.js';
import { type FakeClock, settled } from '../fakes/fake-clock.js';
import { Life } from '../fakes/life.js';
import { RecordingLog } from '../fakes/recording-log.js';

const { lookTimeoutMs } = defaultSettings;
/** How soon a message comes again whose look failed. */
const againMs = 5_000;
const lateMs = lookTimeoutMs + 2_000;

const ways = {
  'is never carried out nor answered': async () => new Promise<never>(() => {}),
  'is carried out and never answered': async (effect) => {
    effect();
    return new Promise<never>(() => {});
  },
  'is carried out and answered when nobody waits any more': async (effect, clock) => {
    const answer = effect();
    await clock.sleep(lateMs);
    return answer;
  },
  'fails when nobody waits any more': async (_, clock) => {
    await clock.sleep(lateMs);
    throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
  },
} satisfies Readonly<Record<string, (effect: () => unknown, clock: FakeClock) => Promise<unknown>>>;
type Way = keyof typeof ways;

/** A process whose n-th call to a port goes a way of its own. */
class Hanging extends Life {
  readonly #at: number;
  readonly #way: Way;
  readonly #clock: FakeClock;

  constructor(at: number, way: Way, clock: FakeClock) {
    super();
    this.#at = at;
    this.#way = way;
    this.#clock = clock;
  }

  override async call<T>(name: string, effect: () => T): Promise<T> {
    if (this.calls.length + 1 !== this.#at) return super.call(name, effect);
    this.calls.push(name);
    return (await ways[this.#way](effect, this.#clock)) as T;
  }
}

const declared = { publicAccessBlock: blocked, bucketPolicy: policies.tls };
const asDeclared = { publicAccessBlock: blocked, policy: JSON.stringify(policies.tls) };

/** A bucket that was opened, and a neighbour that was not, looked at by one worker each until both looks have ended well. */
async function healedBeside(at: number, way: Way) {
  const around = surroundings({ policy: JSON.stringify(policies.hostile) });
  const { clock, s3, ledger } = around;
  const baseline = baselineOf(declared);
  await remembered(around, baseline);
  const life = new Hanging(at, way, clock);
  const looks = looksOf(engineIn(around, { life, declarations: declarationsOf(baseline) }));

  const next = { ...target, name: 'heron-next' };
  s3.create(next.name, next.account, asDeclared);
  const calm = declarationsOf({ ...baseline, target: next });
  const neighbours = looksOf(engineIn(around, { declarations: calm }));

  const queue = new LookQueue(10);
  const stop = new AbortController();
  const log = new RecordingLog();
  const workers = runWorkers(
    {
      queue,
      clock,
      log,
      afterLook: () => {},
      reconcile: (look, signal) =>
        (targetKey(look.target) === targetKey(target) ? looks : neighbours)(look, signal),
    },
    { concurrency: 2, lookTimeoutMs },
    stop.signal,
  );
  const begun = clock.now().getTime();
  const took = async (look: Look): Promise<number> => {
    for (;;) {
      const end = await new Promise<LookEnd>((resolve) => queue.add(look, resolve));
      if (end.kind === 'looked') return clock.now().getTime() - begun;
      await clock.sleep(againMs);
    }
  };
  const healed = took(scanAt(clock));
  const beside = took({ ...scanAt(clock), target: next });
  await clock.advance(lateMs + againMs + 20_000);
  const times = { healed: await healed, beside: await beside };
  const calls = [...life.calls];
  const sent = s3.sent.map(({ operation }) => operation);
  // Whatever comes late is there by now: one look more has nothing to do.
  await took(scanAt(clock));
  stop.abort();
  await workers;
  await settled();
  return {
    times,
    calls,
    sent,
    sentLater: s3.sent.length - sent.length,
    documents: around.bucket.documents,
    incidents: ledger.all.map(({ aspect, status, outcome }) => [aspect, status, outcome]).sort(),
  };
}

describe('a call of a look that', () => {
  it.each(Object.keys(ways) as Way[])('%s keeps nothing from being healed, whichever it is', async (way) => {
    const whole = await healedBeside(0, way);
    expect(whole.sent.length).toBeGreaterThan(1);
    expect(whole.times.healed).toBeLessThan(againMs);
    for (const [before, name] of whole.calls.entries()) {
      const run = await healedBeside(before + 1, way);
      const where = `${name} (${before + 1})`;
      expect([where, run.documents]).toEqual([where, whole.documents]);
      expect([where, run.incidents]).toEqual([where, whole.incidents]);
      expect([where, run.sent.toSorted(), run.sentLater]).toEqual([where, whole.sent.toSorted(), 0]);
      expect([where, run.times.healed <= lookTimeoutMs + 2 * againMs]).toEqual([where, true]);
      expect([where, run.times.beside]).toEqual([where, whole.times.beside]);
    }
  });
});
