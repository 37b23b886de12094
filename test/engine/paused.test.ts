import { expect, it } from 'vitest';
import type { Clock } from '../../controller/domain/ports.js';
import type { Engine } from '../../controller/engine/engine.js';
import { Life } from '../fakes/life.js';
import { blocked, policies } from './access-worlds.js';
import { baselineOf, declarationsOf, engineIn, look, passing, remembered, surroundings } from './world.js';

/** A process that stands still after its n-th call, timers and all, until it is woken. */
class Sleepwalker extends Life {
  readonly #at: number;
  #wake = (): void => {};
  readonly awake: Promise<void>;
  isAsleep = false;

  constructor(at: number) {
    super();
    this.#at = at;
    this.awake = new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  wake(): void {
    this.isAsleep = false;
    this.#wake();
  }

  override async call<T>(name: string, effect: () => T): Promise<T> {
    if (this.isAsleep) await this.awake;
    const nth = this.calls.length + 1;
    try {
      return await super.call(name, effect);
    } finally {
      if (nth === this.#at) this.isAsleep = true;
      if (this.isAsleep) await this.awake;
    }
  }

  /** The engine of this process: no timer fires while it sleeps. */
  of(engine: Engine): Engine {
    const clock: Clock = {
      now: () => engine.clock.now(),
      sleep: async (ms, signal) => {
        await engine.clock.sleep(ms, signal);
        if (this.isAsleep) await this.awake;
      },
    };
    return { ...engine, clock };
  }
}

const declared = { publicAccessBlock: blocked, bucketPolicy: policies.tls };
const found = { policy: JSON.stringify(policies.hostile) };

async function paused(at: number) {
  const around = surroundings(found);
  const baseline = baselineOf(declared);
  const declarations = declarationsOf(baseline);
  await remembered(around, baseline);
  const life = new Sleepwalker(at);
  const first = look(around, life.of(engineIn(around, { life, declarations })));
  first.catch(() => {});
  let isOver = false;
  first.finally(() => (isOver = true)).catch(() => {});
  while (!life.isAsleep && !isOver) await around.clock.advance(250);
  const successor = life.isAsleep ? await look(around, engineIn(around, { declarations })) : undefined;
  const sent = around.s3.sent.length;
  life.wake();
  await passing(around.clock, first).catch(() => {});
  return { around, life, successor, late: around.s3.sent.slice(sent) };
}

it('a process that sleeps after any of its calls while another repairs sends nothing when it wakes', async () => {
  const { life: whole } = await paused(0);
  expect(whole.calls).toContain('PutBucketPolicy');
  for (const [index, name] of whole.calls.entries()) {
    const { around, successor, late, life } = await paused(index + 1);
    const where = `${name} (${index + 1})`;
    expect([where, successor === undefined, life.isAsleep]).toEqual([where, false, false]);
    expect([where, late]).toEqual([where, []]);
    expect([where, around.bucket.documents.get('policy')]).toEqual([where, JSON.stringify(policies.tls)]);
    expect([
      where,
      around.ledger.all.map(({ aspect, episode, outcome }) => [aspect, episode, outcome]),
    ]).toEqual([
      where,
      expect.arrayContaining([
        ['bucketPolicy', 1, 'reverted'],
        ['publicAccessBlock', 1, 'reverted'],
      ]),
    ]);
  }
});
