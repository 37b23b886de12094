import { expect, it } from 'vitest';
import type { EventSignal } from '../../controller/domain/signal.js';
import { instant } from '../../controller/domain/time.js';
import { baselineOf, declarationsOf, engineIn, look, remembered, surroundings, target } from './world.js';

const baseline = baselineOf({ versioning: { Status: 'Enabled' } });

it('gives an earlier event of the episode to its incident, though it arrives when all is well again', async () => {
  const around = surroundings({ versioning: { Status: 'Enabled' } });
  await remembered(around, baseline);
  const engine = engineIn(around, { declarations: declarationsOf(baseline) });
  const suspended = (id: string, secondsAgo: number): EventSignal => ({
    kind: 'event',
    id,
    call: 'PutBucketVersioning',
    aspects: ['versioning'],
    actor: { type: 'IAMUser', arn: `arn:aws:iam::111122223333:user/${id}` },
    at: instant(new Date(around.clock.now().getTime() - secondsAgo * 1_000)),
  });
  const [first, second] = [suspended('first', 30), suspended('second', 10)];
  around.s3.buckets.get(target.name)?.documents.set('versioning', { Status: 'Suspended' });

  expect(await look(around, engine, [second])).toEqual({ versioning: 'reverted' });
  expect(await look(around, engine, [first])).toEqual({ versioning: 'clean' });
  expect(around.ledger.all.map(({ explains }) => explains.toSorted())).toEqual([['first', 'second']]);
});
