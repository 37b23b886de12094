import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outsideGrants } from '../../deploy/local/oracle/grants.js';
import { Crash, Life } from '../fakes/life.js';
import { asDeclared, declaredValues, foundDocuments } from './access-worlds.js';
import { judgeOf } from './exposure-judge.js';
import { shown } from './in-order.js';
import { knownWorlds } from './known-worlds.js';
import { waiversFor, waiving } from './waived.js';
import {
  baselineOf,
  declarationsOf,
  engineIn,
  look,
  remembered,
  type Surroundings,
  surroundings,
  type Values,
} from './world.js';

const day = 86_400_000;
const names = ['publicAccessBlock', 'bucketPolicy', 'acl', 'ownershipControls'];
const gates = ['publicAccessBlock', 'ownershipControls'];
const documentOf = (aspect: string): string => (aspect === 'bucketPolicy' ? 'policy' : aspect);
const chosen = fc.subarray(names, { minLength: 1 });
const worlds = Object.values(knownWorlds);

interface Given {
  readonly found: Readonly<Record<string, unknown>>;
  readonly declared: Values;
  readonly waived: readonly string[];
  readonly exposure?: boolean;
  readonly reopen?: boolean;
}

/** A bucket that was as declared, as it is found now; what some of its aspects are now is waived for a day. */
async function worldOf({ found, declared, waived, exposure = false, reopen = false }: Given) {
  const around = surroundings(found);
  const baseline = {
    ...baselineOf(declared, reopen ? { reopen: 'auto' } : {}),
    ...(exposure ? { waivable: ['exposure'] as const } : {}),
  };
  await remembered(around, baseline);
  const declarations = waiving(declarationsOf(baseline), await waiversFor(around, waived, day));
  const lookNow = (life?: Life) =>
    look(around, engineIn(around, { declarations, ...(life === undefined ? {} : { life }) }));
  return { around, judge: judgeOf(around.s3, around.bucket, declared, waived), lookNow };
}

const toTheWorld = ({ s3, bucket }: Surroundings, documents: Map<string, unknown>): readonly string[] =>
  [...outsideGrants(s3, { ...bucket, documents })].filter((grant) => grant.startsWith('world:'));

const openIn = ({ ledger }: Surroundings): readonly string[] =>
  ledger.all.flatMap(({ status, aspect }) => (status === 'open' ? [aspect] : [])).sort();

describe('whatever is found, whatever is declared and whatever of it is waived', () => {
  it('what is waived stays, what it lets in is nobody in the world, and the rest is no more open', {
    timeout: 120_000,
  }, async () => {
    let seen = 0;
    await fc.assert(
      fc.asyncProperty(
        foundDocuments,
        declaredValues,
        chosen,
        fc.boolean(),
        fc.boolean(),
        async (found, declared, waived, exposure, reopen) => {
          const { around, judge, lookNow } = await worldOf({ found, declared, waived, exposure, reopen });
          const { s3, bucket } = around;
          const before = new Map(bucket.documents);
          const outcomes = await lookNow();
          const kept = names.filter((aspect) => outcomes[aspect] === 'waived');
          seen += kept.length;
          expect(judge.tooOpen()).toEqual([]);
          if (kept.length > 0) {
            expect(s3.sent.filter(({ effect, lifts }) => effect === 'open' && lifts !== true)).toEqual([]);
            expect(judge.newToTheWorld()).toEqual([]);
          }
          for (const aspect of kept) {
            const isTaken = aspect === 'acl' && s3.sent.some(({ id }) => id === 'ownershipControls.put');
            if (!isTaken)
              expect([aspect, bucket.documents.get(documentOf(aspect))]).toEqual([
                aspect,
                before.get(documentOf(aspect)),
              ]);
            if (exposure) continue;
            const open = toTheWorld(around, before);
            const mended = asDeclared(before, { [aspect]: declared[aspect] ?? null });
            if (gates.includes(aspect)) expect([aspect, open]).toEqual([aspect, []]);
            else expect(toTheWorld(around, mended)).toEqual(expect.arrayContaining([...open]));
          }
          // What a block hides that was put just now is closed by the next look.
          await lookNow();
          const sent = s3.sent.length;
          await lookNow();
          expect(s3.sent.slice(sent).map(({ id }) => id)).toEqual([]);
          expect(judge.tooOpen()).toEqual([]);
        },
      ),
      {
        numRuns: 100,
        examples: worlds.flatMap((world) =>
          [true, false].map((word): [...typeof world, string[], boolean, boolean] => [
            ...world,
            names,
            word,
            true,
          ]),
        ),
      },
    );
    expect(seen).toBeGreaterThan(20);
  });

  it('ends when the waivers do as if there had been none, also when a crash cuts a look anywhere', {
    timeout: 120_000,
  }, async () => {
    const cuts = fc.record({ at: fc.integer({ min: 1, max: 70 }), reaches: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(
        foundDocuments,
        declaredValues,
        chosen,
        cuts,
        async (found, declared, waived, death) => {
          const plain = await worldOf({ found, declared, waived: [] });
          for (let looks = 0; looks < 3; looks += 1) await plain.lookNow();
          const { around, judge, lookNow } = await worldOf({ found, declared, waived });
          const cut = await lookNow(new Life(death)).then(
            () => undefined,
            (error: unknown) => error,
          );
          if (cut !== undefined) expect(cut).toBeInstanceOf(Crash);
          for (let looks = 0; looks < 2; looks += 1) await lookNow();
          await around.clock.advance(day);
          for (let looks = 0; looks < 3; looks += 1) await lookNow();
          expect([judge.tooOpen(), judge.newToTheWorld()]).toEqual([[], []]);
          expect(shown(around.bucket.documents)).toEqual(shown(plain.around.bucket.documents));
          expect(openIn(around)).toEqual(openIn(plain.around));
        },
      ),
      { numRuns: 50 },
    );
  });
});
