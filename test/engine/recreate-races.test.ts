import { expect, it } from 'vitest';
import type { EventSignal } from '../../controller/domain/signal.js';
import { Crash, type Death, Life } from '../fakes/life.js';
import { Meddled } from '../fakes/meddled.js';
import { blocked, unblocked } from './access-worlds.js';
import { deleted, enabled, plain } from './deleted.js';
import { account, declarationsOf, engineIn, look, partner, target } from './world.js';

/** The end of a deleted bucket that one process, which may die or be meddled with, and then others look at. */
async function ended(first: Life, given?: Awaited<ReturnType<typeof deleted>>) {
  const all = given ?? (await deleted());
  await all.lookNow({ life: first }).catch((error: unknown) => {
    if (!(error instanceof Crash)) throw error;
  });
  for (let turn = 0; turn < 3; turn += 1) {
    await all.lookNow();
    await all.clock.advance(120_000);
  }
  return all;
}

it('is held in the end, once, wherever the process dies', async () => {
  const whole = new Life();
  const { all } = await ended(whole);
  const expected = all();
  expect(whole.calls.length).toBeGreaterThan(30);
  for (let at = 1; at <= whole.calls.length; at += 1)
    for (const reaches of [false, true]) {
      const death: Death = { at, reaches };
      const run = await ended(new Life(death));
      const where = `${whole.calls[at - 1]} (${at}) ${reaches}`;
      expect([where, ...run.all()]).toEqual([where, ...expected]);
      expect([where, run.live('publicAccessBlock'), run.live('versioning')]).toEqual([
        where,
        blocked,
        enabled,
      ]);
      expect(
        run.ledger.all.map(({ outbox }) => outbox.filter(({ kind }) => kind === 'closed').length),
      ).toEqual(run.ledger.all.map(() => 1));
    }
});

const owners = [
  { who: 'a stranger', owner: partner, ends: ['taken'] },
  { who: 'its owner', owner: account, ends: ['healedElsewhere', 'unseen'] },
];
it.each(owners)(
  'is nothing to write to when $who takes the name first, at whichever call',
  async ({ owner, ends }) => {
    const found = { versioning: enabled, publicAccessBlock: unblocked };
    const whole = new Life();
    await ended(whole);
    let first = 0;
    const seen = new Set<string>();
    for (let at = 1; at <= whole.calls.length; at += 1) {
      const world = await deleted();
      const { s3 } = world;
      let isFirst = false;
      const life = new Meddled(at, () => {
        isFirst = !s3.buckets.has(target.name);
        if (isFirst) s3.create(target.name, owner, found);
      });
      const { live, all } = await ended(life, world);
      const written = s3.sent.filter(({ operation }) => operation !== 'CreateBucket');
      const where = `${whole.calls[at - 1]} (${at})`;
      if (!isFirst) {
        expect([where, live('publicAccessBlock')]).toEqual([where, blocked]);
        continue;
      }
      first += 1;
      expect([where, s3.buckets.get(target.name)?.account, written]).toEqual([where, owner, []]);
      expect([where, live('publicAccessBlock'), live('versioning')]).toEqual([where, unblocked, enabled]);
      const told = all().filter(([aspect]) => aspect === 'existence');
      seen.add(told.at(-1)?.at(-1) ?? 'unseen');
      expect(s3.sent.length).toBeLessThanOrEqual(1);
    }
    expect([...seen].sort()).toEqual(ends);
    expect(first).toBeGreaterThan(10);
    expect(first).toBeLessThan(whole.calls.length);
  },
);

it('is created by one of two controllers that look at the same time', async () => {
  const { around, lookNow, calls, all } = await deleted();
  const both = await Promise.allSettled([lookNow(), lookNow()]);
  expect(both.map(({ status }) => status)).toContain('fulfilled');
  await around.clock.advance(120_000);
  expect(await lookNow()).toEqual({ versioning: 'clean' });
  expect(calls().filter((call) => call === 'CreateBucket')).toHaveLength(1);
  expect(all().filter(([aspect]) => aspect === 'existence')).toEqual([['existence', 'closed', 'reverted']]);
});

it('is given time where only an actor of a rule is said to have deleted it', async () => {
  const { around, calls, clock } = await deleted();
  const rule = { id: 'code', answer: 'grace' } as never;
  const declarations = { ...declarationsOf(plain), actorRules: [rule], actorRuleFor: () => rule };
  const event: EventSignal = {
    kind: 'event',
    id: 'e-1',
    call: 'DeleteBucket',
    aspects: [],
    actor: { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/code/x' },
    at: clock.now().toISOString() as EventSignal['at'],
  };
  expect(await look(around, engineIn(around, { declarations }), [event])).toEqual({ existence: 'gone' });
  expect(calls()).toEqual([]);
  await clock.advance(60_000);
  expect(await look(around, engineIn(around, { declarations }), [event])).toMatchObject({
    existence: 'reverted',
  });
});

it('is held by us where only the answer was lost, and by others where S3 refused us', async () => {
  const lost = await deleted();
  lost.s3.replyLost.add('CreateBucket');
  expect(await lost.lookNow()).toEqual({ existence: 'unconfirmed' });
  expect(await lost.lookNow()).toMatchObject({ existence: 'reverted' });
  expect(lost.live('publicAccessBlock')).toEqual(blocked);
  const refused = await deleted();
  refused.s3.failing.set('CreateBucket', 'AccessDenied');
  expect(await refused.lookNow()).toEqual({ existence: 'failed' });
  refused.s3.create(target.name, account, { versioning: enabled });
  expect(await refused.lookNow()).toEqual({ existence: 'healedElsewhere', versioning: 'clean' });
});
