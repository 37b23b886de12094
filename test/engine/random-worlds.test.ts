import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EffectiveBaseline } from '../../controller/domain/baseline.js';
import { compare } from '../../controller/engine/compare.js';
import { observe } from '../../controller/engine/observe.js';
import { Life } from '../fakes/life.js';
import { declaredValues, foundDocuments } from './access-worlds.js';
import { judgeOf } from './exposure-judge.js';
import { inOrder } from './in-order.js';
import { knownWorlds } from './known-worlds.js';
import {
  baselineOf,
  declarationsOf,
  engineIn,
  look,
  passing,
  remembered,
  type Surroundings,
  surroundings,
  target,
} from './world.js';

/** The aspects that are not as declared, by a look of one's own. */
async function wrongIn(around: Surroundings, { aspects }: EffectiveBaseline): Promise<readonly string[]> {
  const engine = engineIn(around, { declarations: declarationsOf(baselineOf({})) });
  const seen = await passing(around.clock, observe(engine, target, aspects.keys()));
  return [...aspects].flatMap(([aspect, { desired }]) => {
    const actual = seen.get(aspect);
    if (actual?.kind !== 'observed' && actual?.kind !== 'absent') return [aspect];
    return compare(aspect, desired, actual, target).length === 0 ? [] : [aspect];
  });
}

const leaves = ['none', 'reopen: auto', 'approval'] as const;
const known = Object.values(knownWorlds);

describe('whatever is found and whatever is declared', () => {
  it('is put back, and at no instant more open than the looser of both', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        foundDocuments,
        declaredValues,
        fc.constantFrom(...leaves),
        async (found, declared, how) => {
          const around = surroundings(found);
          const { s3, bucket } = around;
          const judge = judgeOf(s3, bucket, declared);
          const baseline = baselineOf(declared, how === 'reopen: auto' ? { reopen: 'auto' } : {});
          const declarations = declarationsOf(baseline);
          await remembered(around, baseline);
          const approval = how === 'approval' ? { approval: { reopen: true } } : {};
          const engine = engineIn(around, { declarations, ...approval });

          const first = await look(around, engine);
          if (how === 'none') {
            expect(judge.newToTheWorld()).toEqual([]);
            expect(
              Object.values(first).filter((end) => !['clean', 'reverted', 'proposed'].includes(end)),
            ).toEqual([]);
            const sent = s3.sent.length;
            const again = await look(around, engine);
            expect(s3.sent.slice(sent).map(({ id }) => id)).toEqual([]);
            const proposed = Object.keys(again).filter((aspect) => again[aspect] === 'proposed');
            expect((await wrongIn(around, baseline)).toSorted()).toEqual(proposed);
            await look(around, engineIn(around, { declarations, approval: { reopen: true } }));
          }
          expect(judge.tooOpen()).toEqual([]);
          expect(await wrongIn(around, baseline)).toEqual([]);
          const sent = s3.sent.length;
          await look(around, engine);
          expect(s3.sent.slice(sent).map(({ id }) => id)).toEqual([]);
          expect(around.ledger.all.filter(({ status }) => status === 'open')).toEqual([]);
        },
      ),
      { numRuns: 300, examples: known.flatMap((world) => leaves.map((how) => [...world, how])) },
    );
  });

  it('ends the same when a crash cuts it anywhere, and is then not more open either', {
    timeout: 120_000,
  }, async () => {
    const cuts = fc.record({ at: fc.integer({ min: 1, max: 70 }), reaches: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(foundDocuments, declaredValues, cuts, async (found, declared, death) => {
        const baseline = baselineOf(declared);
        const declarations = declarationsOf(baseline);
        const ends = await Promise.all(
          [undefined, death].map(async (ending) => {
            const around = surroundings(found);
            await remembered(around, baseline);
            const judge = judgeOf(around.s3, around.bucket, declared);
            const dying = engineIn(around, { declarations, life: new Life(ending) });
            const cut = await look(around, dying).then(
              () => undefined,
              (error: unknown) => error,
            );
            if (cut !== undefined) expect(String(cut)).toMatch(/^(Crash|LeaseLost)/);
            for (let looks = 0; looks < 3; looks += 1) await look(around, engineIn(around, { declarations }));
            expect([judge.tooOpen(), judge.newToTheWorld()]).toEqual([[], []]);
            const incidents = around.ledger.all.map(({ aspect, status, outcome }) => [
              aspect,
              status,
              outcome,
            ]);
            return { documents: inOrder(around.bucket.documents), incidents: incidents.sort() };
          }),
        );
        expect(ends[1]).toEqual(ends[0]);
      }),
      { numRuns: 200, examples: known.map((world) => [...world, { at: 25, reaches: true }]) },
    );
  });

  it('asks for no writer in dry-run, whoever orders it', async () => {
    const orders = fc.constantFrom('controller', 'baseline');
    await fc.assert(
      fc.asyncProperty(foundDocuments, declaredValues, orders, async (found, declared, order) => {
        const around = surroundings(found);
        const baseline = baselineOf(declared, order === 'baseline' ? { mode: 'dry-run' } : {});
        await remembered(around, baseline);
        const life = new Life();
        const declarations = declarationsOf(baseline);
        const mode = order === 'controller' ? 'dry-run' : 'auto-revert';
        await look(around, engineIn(around, { life, mode, declarations, approval: { reopen: true } }));
        expect([around.s3.writers, around.s3.sent]).toEqual([0, []]);
        expect(new Set(around.ledger.all.map((incident) => incident.mode))).not.toContain('auto-revert');
      }),
      { numRuns: 100 },
    );
  });
});
