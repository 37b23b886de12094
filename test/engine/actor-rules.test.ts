import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actorRuleFor } from '../../controller/catalog/actor-match.js';
import type { ActorRule } from '../../controller/domain/actor-rule.js';
import type { EventSignal } from '../../controller/domain/signal.js';
import { instant } from '../../controller/domain/time.js';
import { Life } from '../fakes/life.js';
import { blocked, unblocked } from './access-worlds.js';
import {
  account,
  baselineOf,
  declarationsOf,
  engineIn,
  look,
  remembered,
  type Surroundings,
  surroundings,
  target,
} from './world.js';

const role = `arn:aws:iam::${account}:role/terraform`;
const ours = { type: 'AssumedRole', role };
const others = { type: 'AssumedRole', role: `arn:aws:iam::${account}:role/eve` };

const baseline = baselineOf({ versioning: { Status: 'Enabled' }, publicAccessBlock: blocked });
const ruled = (answer: ActorRule['answer']) => {
  const rule = {
    id: 'code',
    roles: [role],
    invokedBy: [],
    answer,
    why: 'it is ours',
    source: 'policies/_actors.yaml:1',
  };
  return { ...declarationsOf(baseline), actorRules: [rule], actorRuleFor: actorRuleFor([rule]) };
};

let ids = 0;
const event = ({ clock }: Surroundings, more: Partial<EventSignal> = {}): EventSignal => {
  ids += 1;
  return {
    kind: 'event',
    id: `event-${ids}`,
    call: 'PutBucketVersioning',
    aspects: ['versioning'],
    actor: ours,
    at: instant(clock.now()),
    ...more,
  };
};

/** A bucket that was as declared a minute ago, and somebody has changed since. */
async function changed(answer: ActorRule['answer'], documents: Readonly<Record<string, unknown>>) {
  const around = surroundings({ versioning: { Status: 'Enabled' }, publicAccessBlock: blocked });
  await remembered(around, baseline);
  await around.clock.advance(60_000);
  for (const [key, document] of Object.entries(documents)) around.bucket.documents.set(key, document);
  const engine = engineIn(around, { declarations: ruled(answer) });
  const hear = async (events: readonly EventSignal[]) => {
    for (const one of events) await around.ledger.as(new Life()).noteEvent(target, one);
    return look(around, engine, events);
  };
  return { around, engine, hear, scan: () => look(around, engine) };
}

const suspended = { versioning: { Status: 'Suspended' } };

describe('what only known actors are said to have done', () => {
  it('waits for a grace and is put right then', async () => {
    const { around, hear } = await changed('grace', suspended);
    const own = event(around);
    expect(await hear([own])).toMatchObject({ versioning: 'inGrace' });
    expect(around.s3.sent).toEqual([]);
    await around.clock.advance(30_000);
    expect(await hear([own, event(around)])).toMatchObject({ versioning: 'inGrace' });
    await around.clock.advance(31_000);
    expect(await hear([own])).toMatchObject({ versioning: 'reverted' });
  });

  it('is told of and left to the next scan where the rule says alert', async () => {
    const { around, hear, scan } = await changed('alert', suspended);
    expect(await hear([event(around)])).toMatchObject({ versioning: 'alerted' });
    const [incident] = around.ledger.all;
    expect(incident?.outbox).toMatchObject([{ kind: 'opened' }]);
    expect(incident?.transitions.at(-1)?.note).toContain('the rule code');
    expect(await scan()).toMatchObject({ versioning: 'reverted' });
    expect(around.ledger.all).toHaveLength(1);
  });

  it.each<[string, (around: Surroundings) => readonly EventSignal[]]>([
    ['one event names another', (around) => [event(around), event(around, { actor: others })]],
    [
      'one event may be about anything and names another',
      (around) => [event(around), event(around, { actor: others, aspects: [] })],
    ],
    ['one event names nobody', (around) => [event(around), event(around, { actor: { type: 'Unknown' } })]],
    [
      'all are from before the last good look',
      (around) => [event(around, { at: instant(new Date(around.clock.now().getTime() - 300_000)) })],
    ],
  ])('is not given time where %s', async (_, events) => {
    const { around, hear } = await changed('grace', suspended);
    expect(await hear(events(around))).toMatchObject({ versioning: 'reverted' });
  });

  it('is not given time where another event was heard of before', async () => {
    const { around, hear } = await changed('grace', suspended);
    await around.ledger.as(new Life()).noteEvent(target, event(around, { actor: others }));
    expect(await hear([event(around)])).toMatchObject({ versioning: 'reverted' });
  });

  it.each(['grace', 'alert'] as const)('is closed at once where it exposes (%s)', async (answer) => {
    const { around, hear } = await changed(answer, { publicAccessBlock: unblocked, ...suspended });
    const mine = event(around, { aspects: ['publicAccessBlock'], call: 'PutBucketPublicAccessBlock' });
    await hear([mine, event(around)]);
    expect(around.bucket.documents.get('publicAccessBlock')).toEqual(blocked);
  });

  it('never softens what exposes nor outlives the next scan, whatever the events say', async () => {
    const anyEvent = fc.record({
      actor: fc.constantFrom(
        ours,
        others,
        { type: 'Unknown' },
        { type: 'AWSService', invokedBy: 'x.amazonaws.com' },
      ),
      aspects: fc.constantFrom(['versioning'], ['publicAccessBlock'], ['tagging'], []),
      id: fc.constantFrom('a', 'b', 'c', 'd'),
      ago: fc.integer({ min: -60_000, max: 300_000 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('grace' as const, 'alert' as const),
        fc.constantFrom({ publicAccessBlock: unblocked }, suspended, {
          publicAccessBlock: unblocked,
          ...suspended,
        }),
        fc.array(fc.array(anyEvent, { minLength: 1, maxLength: 4 }), { maxLength: 3 }),
        async (answer, documents, heard) => {
          const { around, hear, scan } = await changed(answer, documents);
          for (const some of heard) {
            await hear(
              some.map(({ ago, ...more }) =>
                event(around, { ...more, at: instant(new Date(around.clock.now().getTime() - ago)) }),
              ),
            );
            expect(around.bucket.documents.get('publicAccessBlock')).toEqual(blocked);
          }
          await scan();
          expect(around.bucket.documents.get('publicAccessBlock')).toEqual(blocked);
          expect(around.bucket.documents.get('versioning')).toEqual({ Status: 'Enabled' });
        },
      ),
      { numRuns: 60 },
    );
  });
});
