import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LeaseLost } from '../../controller/domain/errors.js';
import { instant } from '../../controller/domain/time.js';
import type { Engine } from '../../controller/engine/engine.js';
import { reconcile } from '../../controller/engine/reconcile.js';
import { outsideGrants } from '../../deploy/local/oracle/grants.js';
import { Crash, Life } from '../fakes/life.js';
import { asDeclared, declaredValues, foundDocuments, policies, unblocked } from './access-worlds.js';
import { judgeOf } from './exposure-judge.js';
import { inOrder, shown } from './in-order.js';
import { knownWorlds } from './known-worlds.js';
import {
  account,
  baselineOf,
  declarationsOf,
  engineIn,
  look,
  passing,
  scanAt,
  surroundings,
  target,
  type Values,
} from './world.js';

const minute = 60_000;
const versions = { versioning: { Status: 'Enabled' } };

interface Given {
  readonly found?: Readonly<Record<string, unknown>>;
  readonly declared: Values;
  readonly grace?: number;
  readonly reopen?: 'propose' | 'auto';
}

/** A bucket that appears in an account under watch, and the controller that looks at it. */
async function newcomer({ found = {}, declared, grace = minute, reopen = 'propose' }: Given) {
  const around = surroundings(found);
  const at = instant(around.clock.now());
  await around.ledger.as(new Life()).saveScanCursor(account, { startedAt: at, completedAt: at });
  const declarations = declarationsOf(baselineOf(declared, { reopen }));
  const engine = (given: Partial<Parameters<typeof engineIn>[1]> = {}): Engine => {
    const usual = engineIn(around, { declarations, ...given });
    return { ...usual, timing: { ...usual.timing, grace } };
  };
  return { around, engine, lookNow: () => look(around, engine()) };
}

describe('on a bucket that is new', () => {
  it('what closes nothing waits, nobody is told, and the next look is asked for', async () => {
    const { around, engine } = await newcomer({ declared: versions });
    const { outcomes, again } = await passing(around.clock, reconcile(engine(), scanAt(around.clock)));
    expect(Object.fromEntries(outcomes)).toEqual({ versioning: 'inGrace' });
    const [incident] = around.ledger.all;
    expect(again).toBe(instant(new Date(Date.parse(incident?.detectedAt ?? '') + minute)));
    expect(incident).toMatchObject({ status: 'open', outcome: 'inGrace', outbox: [] });
    expect(incident?.transitions.at(-1)?.note).toBe(
      `Waits until ${again}, because the bucket is new and whoever creates it may still be at it`,
    );
    expect(around.s3.sent).toEqual([]);
  });

  it('it is sent when the grace is over, in the same incident', async () => {
    const { around, lookNow } = await newcomer({ declared: versions });
    await lookNow();
    await around.clock.advance(minute);
    expect(await lookNow()).toEqual({ versioning: 'reverted' });
    expect(around.ledger.all.map(({ status, outcome }) => [status, outcome])).toEqual([
      ['closed', 'reverted'],
    ]);
    expect(around.ledger.all[0]?.outbox.map(({ kind }) => kind)).toEqual(['closed']);
    expect(await lookNow()).toEqual({ versioning: 'clean' });
  });

  it('what its creator puts right meanwhile is healed by others, without a word to anybody', async () => {
    const { around, lookNow } = await newcomer({ declared: versions });
    await lookNow();
    around.s3.write(target.name, 'PutBucketVersioning', { VersioningConfiguration: { Status: 'Enabled' } });
    await lookNow();
    const [incident] = around.ledger.all;
    expect(incident).toMatchObject({ status: 'closed', outcome: 'healedElsewhere', outbox: [] });
    expect(around.s3.sent).toEqual([]);
  });

  it('what closes does not wait for the rest', async () => {
    const { around, lookNow } = await newcomer({
      found: { policy: JSON.stringify(policies.hostile) },
      declared: { ...versions, bucketPolicy: policies.tls },
    });
    expect(await lookNow()).toEqual({ bucketPolicy: 'reverted', versioning: 'inGrace' });
    expect(around.s3.sent.map(({ operation }) => operation)).toEqual(['PutBucketPolicy']);
    expect([...outsideGrants(around.s3, around.bucket)]).toEqual([]);
  });

  it('no stage is begun for what waits to open', async () => {
    const declared = { publicAccessBlock: unblocked, bucketPolicy: policies.website };
    const { around, lookNow } = await newcomer({
      found: { publicAccessBlock: blockedAll },
      declared,
      reopen: 'auto',
    });
    expect(await lookNow()).toEqual({ bucketPolicy: 'inGrace', publicAccessBlock: 'inGrace' });
    expect(around.s3.sent).toEqual([]);
    await around.clock.advance(minute);
    expect(await lookNow()).toEqual({ bucketPolicy: 'reverted', publicAccessBlock: 'reverted' });
  });

  it('a grace of nothing is none, and a person who applies waits for none', async () => {
    const none = await newcomer({ declared: versions, grace: 0 });
    expect(await none.lookNow()).toEqual({ versioning: 'reverted' });
    const { around, engine } = await newcomer({ declared: versions });
    const applying = engine({ approval: { reopen: false } });
    expect(await look(around, applying)).toEqual({ versioning: 'reverted' });
  });

  it('no look before the end makes the grace longer', async () => {
    const { around, lookNow } = await newcomer({ declared: versions });
    for (let looks = 0; looks < 3; looks += 1) {
      expect(await lookNow()).toEqual({ versioning: 'inGrace' });
      await around.clock.advance(minute / 3);
    }
    expect(await lookNow()).toEqual({ versioning: 'reverted' });
    expect(around.ledger.all).toHaveLength(1);
  });
});

const blockedAll = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

describe('whatever is found on a new bucket and whatever is declared', () => {
  const worlds = Object.values(knownWorlds);

  it('only what closes is sent in the grace, once; the world is shut out as if there were none; the end is the same', {
    timeout: 120_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(foundDocuments, declaredValues, async (found, values) => {
        const declared = { ...values, ...versions };
        const plain = await newcomer({ found, declared, grace: 0 });
        for (let looks = 0; looks < 3; looks += 1) await plain.lookNow();
        const waiting = await newcomer({ found, declared });
        const { s3, bucket, clock } = waiting.around;
        const judge = judgeOf(s3, bucket, declared);

        expect((await waiting.lookNow())['versioning']).toBe('inGrace');
        // What goes along with a close has no difference of its own.
        const confirmed = s3.sent.flatMap(({ lifts, confirms = [] }) => (lifts ? confirms : []));
        const differing = new Set(waiting.around.ledger.all.map(({ aspect }) => aspect));
        for (const aspect of confirmed) differing.delete(aspect);
        const late = s3.sent.filter(({ effect, lifts }) => effect !== 'close' && lifts !== true);
        expect(late.filter(({ aspect }) => differing.has(aspect)).map(({ id }) => id)).toEqual([]);
        // A site that was found as open as it is declared may stay so until the rest is put.
        const permitted = [
          ...outsideGrants(plain.around.s3, plain.around.bucket),
          ...outsideGrants(s3, { ...bucket, documents: asDeclared(bucket.documents, values) }),
        ];
        const open = [...outsideGrants(s3, bucket)].filter((grant) => grant.startsWith('world:'));
        expect(open.filter((grant) => !permitted.includes(grant))).toEqual([]);
        // A block that is put first hides what the ACL may hold besides; that is closed by the next look.
        const sent = s3.sent.map(({ id }) => id);
        await waiting.lookNow();
        const then = s3.sent.map(({ id }) => id).slice(sent.length);
        expect(then.filter((id) => id !== 'acl.put' || sent.includes(id))).toEqual([]);
        await waiting.lookNow();
        expect(s3.sent).toHaveLength(sent.length + then.length);

        await clock.advance(minute);
        await waiting.lookNow();
        expect([judge.tooOpen(), judge.newToTheWorld()]).toEqual([[], []]);
        // What a block hides that waits for leave to open is put again when it gets that leave, sooner or later.
        expect(shown(bucket.documents)).toEqual(shown(plain.around.bucket.documents));
        expect(waiting.around.ledger.all.map(({ aspect, outcome }) => [aspect, outcome]).sort()).toEqual(
          plain.around.ledger.all.map(({ aspect, outcome }) => [aspect, outcome]).sort(),
        );
      }),
      { numRuns: 150, examples: worlds.map((world) => [...world]) },
    );
  });

  it('a crash anywhere in the grace ends the same', { timeout: 120_000 }, async () => {
    // Each has once ended otherwise in one of the worlds: before and after a stage is begun, and at its hold.
    const deaths = [
      { at: 25, reaches: true },
      { at: 28, reaches: false },
      { at: 36, reaches: true },
      { at: 47, reaches: false },
    ];
    const cuts = fc.record({ at: fc.integer({ min: 1, max: 70 }), reaches: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(foundDocuments, declaredValues, cuts, async (found, values, death) => {
        const declared = { ...values, ...versions };
        const ends = await Promise.all(
          [undefined, death].map(async (ending) => {
            const { around, engine, lookNow } = await newcomer({ found, declared });
            const judge = judgeOf(around.s3, around.bucket, declared);
            const cut = await look(around, engine({ life: new Life(ending) })).then(
              () => undefined,
              (error: unknown) => error,
            );
            // Whose process ends while it renews its lease hears that the lease is lost.
            if (cut !== undefined) expect([Crash, LeaseLost].some((end) => cut instanceof end)).toBe(true);
            await lookNow();
            await around.clock.advance(minute);
            for (let looks = 0; looks < 3; looks += 1) await lookNow();
            expect([judge.tooOpen(), judge.newToTheWorld()]).toEqual([[], []]);
            return { documents: inOrder(around.bucket.documents) };
          }),
        );
        expect(ends[1]).toEqual(ends[0]);
      }),
      {
        numRuns: 100,
        examples: worlds.flatMap((world) =>
          deaths.map((death): [...typeof world, typeof death] => [...world, death]),
        ),
      },
    );
  });
});
