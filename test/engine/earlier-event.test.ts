import { expect, it } from 'vitest';
import type { EventSignal } from '../../controller/domain/signal.js';
import { instant } from '../../controller/domain/time.js';
import type { Engine } from '../../controller/engine/engine.js';
import { Crash, Life } from '../fakes/life.js';
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

const baseline = baselineOf({ versioning: { Status: 'Enabled' } });
const engineOf = (around: Surroundings, life = new Life()): Engine =>
  engineIn(around, { declarations: declarationsOf(baseline), life });

/** An event that says that somebody suspended versioning. */
const suspended = ({ clock }: Surroundings, id: string, secondsAgo: number): EventSignal => ({
  kind: 'event',
  id,
  call: 'PutBucketVersioning',
  aspects: ['versioning'],
  actor: { type: 'IAMUser', arn: `arn:aws:iam::111122223333:user/${id}` },
  at: instant(new Date(clock.now().getTime() - secondsAgo * 1_000)),
});

it('gives an earlier event of the episode to its incident, though it arrives when all is well again', async () => {
  const around = surroundings({ versioning: { Status: 'Enabled' } });
  await remembered(around, baseline);
  const engine = engineOf(around);
  const [first, second] = [suspended(around, 'first', 30), suspended(around, 'second', 10)];
  around.s3.buckets.get(target.name)?.documents.set('versioning', { Status: 'Suspended' });

  expect(await look(around, engine, [second])).toEqual({ versioning: 'reverted' });
  expect(await look(around, engine, [first])).toEqual({ versioning: 'clean' });
  expect(around.ledger.all.map(({ explains }) => explains.toSorted())).toEqual([['first', 'second']]);
});

it('tells who did it in the end, wherever a crash comes between the event and its author', async () => {
  for (const at of Array.from({ length: 20 }, (_, n) => n + 1)) {
    const around = surroundings({ versioning: { Status: 'Enabled' } });
    await remembered(around, baseline);
    const event = suspended(around, 'late', 10);
    around.s3.buckets.get(target.name)?.documents.set('versioning', { Status: 'Suspended' });
    expect(await look(around, engineOf(around))).toEqual({ versioning: 'reverted' });

    const dying = engineOf(around, new Life({ at, reaches: true }));
    await look(around, dying, [event]).catch((error: unknown) => expect(error).toBeInstanceOf(Crash));
    await look(around, engineOf(around), [event]);
    expect(around.ledger.all.map(({ explains, who }) => [explains, who.kind])).toEqual([[['late'], 'known']]);
  }
});
