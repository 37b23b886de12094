import { describe, expect, it } from 'vitest';
import { instant } from '../../controller/domain/time.js';
import { Life } from '../fakes/life.js';
import { hasHad, minute, owners, policy, reads, role, rules, textOf } from './policy-memory.js';
import { baselineOf, declarationsOf, engineIn, look, surroundings, target } from './world.js';

describe('a policy that was not good for an hour', () => {
  it.each([0, 1, 59])('does not come back after %d minutes', async (minutes) => {
    const { outcome, text, sent } = await hasHad(minutes, undefined);
    expect([outcome, text, sent]).toEqual(['clean', undefined, []]);
  });

  it('does not come back however often it was looked at', async () => {
    const { outcome, sent } = await hasHad(59, undefined, { looks: 30 });
    expect([outcome, sent]).toEqual(['clean', []]);
  });

  it('leaves the one before it to come back: what was slipped in shortly before is not what is remembered', async () => {
    const around = surroundings({ policy: owners });
    const engine = engineIn(around, {
      declarations: declarationsOf(baselineOf({ bucketPolicy: { rules } })),
    });
    const slipped = policy(reads(role('intruder')));
    for (const [text, minutes] of [
      [owners, 60],
      [owners, 10],
      [slipped, 50],
      [slipped, 5],
    ] as const) {
      around.s3.write(target.name, 'PutBucketPolicy', { Policy: text });
      expect(await look(around, engine)).toEqual({ bucketPolicy: 'clean' });
      await around.clock.advance(minutes * minute);
    }
    around.s3.write(target.name, 'DeleteBucketPolicy');
    expect(await look(around, engine)).toEqual({ bucketPolicy: 'reverted' });
    expect(textOf(around)).toBe(owners);
  });

  it('is remembered from the first look at it, also where a look in between could not read it', async () => {
    const around = surroundings({ policy: owners });
    const engine = engineIn(around, {
      declarations: declarationsOf(baselineOf({ bucketPolicy: { rules } })),
    });
    const began = instant(around.clock.now());
    await look(around, engine);
    await around.clock.advance(30 * minute);
    around.s3.failing.set('GetBucketPolicy', 'AccessDenied');
    await look(around, engine);
    around.s3.failing.clear();
    await around.clock.advance(30 * minute);
    await look(around, engine);
    const own = around.ledger.as(new Life());
    expect(await own.goodState(target, 'bucketPolicy')).toMatchObject({ state: JSON.parse(owners) });
    expect(Date.parse((await own.goodState(target, 'bucketPolicy'))?.at ?? '') - Date.parse(began)).toBe(
      60 * minute,
    );
  });
});
