import { describe, expect, it } from 'vitest';
import type { Incident } from '../../controller/domain/incident.js';
import type { Actor, EventSignal } from '../../controller/domain/signal.js';
import { instant } from '../../controller/domain/time.js';
import type { Engine } from '../../controller/engine/engine.js';
import { blocked, policies } from './access-worlds.js';
import {
  baselineOf,
  declarationsOf,
  engineIn,
  look,
  remembered,
  type Surroundings,
  surroundings,
  target,
} from './world.js';

const intruder: Actor = { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/intruder' };
const self: Actor = { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/snapback/one' };

const eventOf = (id: string, at: string, aspect = 'bucketPolicy', actor = intruder): EventSignal => ({
  kind: 'event',
  id,
  call: aspect === 'bucketPolicy' ? 'PutBucketPolicy' : 'PutBucketPublicAccessBlock',
  aspects: [aspect],
  actor,
  at,
});

const hostile = (): string => JSON.stringify(policies.hostile);
const now = ({ clock }: Surroundings): string => instant(clock.now());
const lastOf = ({ ledger }: Surroundings): Incident | undefined => ledger.all.at(-1);

/** A bucket that was as declared a minute ago. */
async function healthy(): Promise<{
  readonly around: Surroundings;
  readonly engine: Engine;
  readonly good: string;
}> {
  const around = surroundings({ publicAccessBlock: blocked, policy: JSON.stringify(policies.tls) });
  const baseline = baselineOf({ publicAccessBlock: blocked, bucketPolicy: policies.tls });
  const good = now(around);
  await remembered(around, baseline);
  const isSelf = (actor: Actor): boolean => actor.arn === self.arn;
  return { around, good, engine: engineIn(around, { declarations: declarationsOf(baseline), isSelf }) };
}

const breakIn = ({ s3 }: Surroundings): void =>
  void s3.buckets.get(target.name)?.documents.set('policy', hostile());

describe('when it happened', () => {
  it.each([
    ['as the event says', -20_000, -20_000],
    ['not before the last good look', -500_000, -60_000],
    ['not after the detection', 500_000, 0],
  ])('is %s', async (_, claimed, told) => {
    const { around, engine } = await healthy();
    const moment = (ms: number): string => instant(new Date(around.clock.now().getTime() + ms));
    const [event, expected] = [eventOf('e-1', moment(claimed)), moment(told)];
    breakIn(around);
    await look(around, engine, [event]);
    expect(lastOf(around)).toMatchObject({
      occurred: { kind: 'at', at: expected },
      explains: ['e-1'],
      outcome: 'reverted',
    });
  });

  it('lies between two looks where no event tells, and is never made up', async () => {
    const { around, engine, good } = await healthy();
    breakIn(around);
    await look(around, engine);
    const { detectedAt = '' } = lastOf(around) ?? {};
    expect(lastOf(around)).toMatchObject({
      occurred: { kind: 'between', from: good, to: detectedAt },
      who: { kind: 'unknown' },
    });
  });
});

describe('an event that arrives late', () => {
  it('is given to the one incident that has dealt with it, however often it comes', async () => {
    const { around, engine } = await healthy();
    await around.clock.advance(10_000);
    const event = eventOf('e-1', now(around));
    await around.clock.advance(2_000);
    breakIn(around);
    await look(around, engine);
    await around.clock.advance(5_000);
    for (let times = 0; times < 3; times += 1)
      expect(await look(around, engine, [event])).toEqual({
        bucketPolicy: 'clean',
        publicAccessBlock: 'clean',
      });
    expect(around.ledger.all.map(({ explains }) => explains)).toEqual([['e-1']]);
    expect(lastOf(around)).toMatchObject({
      who: { kind: 'known', event: 'e-1', actor: intruder },
      occurred: { kind: 'at', at: event.at },
    });
  });

  it('goes to the episode whose time it fits, of several', async () => {
    const { around, engine } = await healthy();
    const events: EventSignal[] = [];
    for (const id of ['e-1', 'e-2', 'e-3']) {
      await around.clock.advance(60_000);
      events.push(eventOf(id, now(around)));
      await around.clock.advance(2_000);
      breakIn(around);
      await look(around, engine);
    }
    await around.clock.advance(60_000);
    for (const event of events.toReversed()) await look(around, engine, [event]);
    expect(around.ledger.all.map(({ explains }) => explains)).toEqual([['e-1'], ['e-2'], ['e-3']]);
  });

  it('explains nothing if it is our own write, or about another aspect, or from after the end', async () => {
    const { around, engine } = await healthy();
    breakIn(around);
    await look(around, engine);
    const during = now(around);
    await around.clock.advance(60_000);
    await look(around, engine, [eventOf('own', during, 'bucketPolicy', self)]);
    await look(around, engine, [eventOf('other', during, 'publicAccessBlock')]);
    await look(around, engine, [eventOf('later', now(around))]);
    expect(around.ledger.all.map(({ explains, who }) => [explains, who.kind])).toEqual([[[], 'unknown']]);
  });
});

describe('events of a look that finds drift', () => {
  it('are all explained, our own ones not', async () => {
    const { around, engine } = await healthy();
    breakIn(around);
    around.s3.write(target.name, 'DeletePublicAccessBlock');
    const at = now(around);
    await look(around, engine, [
      eventOf('e-1', at),
      eventOf('own', at, 'bucketPolicy', self),
      eventOf('e-2', at, 'publicAccessBlock'),
    ]);
    const explained = around.ledger.all.map(({ aspect, explains }) => [aspect, explains]);
    expect(Object.fromEntries(explained)).toEqual({ bucketPolicy: ['e-1'], publicAccessBlock: ['e-2'] });
  });

  it('cannot make a look write that finds nothing wrong', async () => {
    const { around, engine } = await healthy();
    await look(around, engine, [eventOf('forged', now(around)), eventOf('forged too', now(around), 'acl')]);
    expect([around.s3.sent, around.ledger.all, around.s3.writers]).toEqual([[], [], 0]);
  });
});
