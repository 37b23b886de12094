import fc from 'fast-check';
import { expect, it } from 'vitest';
import { outsideGrants } from '../../deploy/local/oracle/grants.js';
import { asDeclared, declaredValues, foundDocuments } from './access-worlds.js';
import { judgeOf } from './exposure-judge.js';
import { type Fleet, fleetOf, home } from './fleet-world.js';
import { shown } from './in-order.js';
import { knownWorlds } from './known-worlds.js';
import type { Values } from './world.js';

const hour = 3_600_000;
const versions = { versioning: { Status: 'Enabled' } };
const name = 'heron-1';
const spent = { revertsPerHour: 1 };

const world = async (
  found: Readonly<Record<string, unknown>>,
  values: Values,
  brakes: { readonly revertsPerHour: number },
): Promise<Fleet> => fleetOf({ names: [name], declared: { ...values, ...versions }, found, brakes });

const bucketOf = ({ s3 }: Fleet) => {
  const bucket = s3.buckets.get(name);
  if (bucket === undefined) throw new Error('the bucket is gone');
  return bucket;
};

const endsOf = ({ ledger }: Fleet) =>
  ledger.all
    .filter(({ target }) => target.kind === 'bucket')
    .map(({ aspect, outcome }) => [aspect, outcome])
    .sort();

it('whatever is found and declared: a brake lets through only what closes, shuts the world out as if it were off, and loses nothing', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(foundDocuments, declaredValues, async (found, values) => {
      const plain = await world(found, values, { revertsPerHour: 0 });
      for (let looks = 0; looks < 3; looks += 1) await plain.look(name);

      const braked = await world(found, values, spent);
      await braked.own.count(home.account, (tally) => ({
        ...tally,
        reverts: { [braked.clock.now().toISOString().slice(0, 16)]: 1 },
      }));
      const bucket = bucketOf(braked);
      const judge = judgeOf(braked.s3, bucket, { ...values, ...versions });
      expect((await braked.look(name)).outcomes.get('versioning')).toBe('braked');

      // What goes along with a close has no difference of its own.
      const { sent } = braked.s3;
      const along = sent.flatMap(({ lifts, confirms = [] }) => (lifts ? confirms : []));
      const differing = new Set(endsOf(braked).map(([aspect]) => aspect));
      for (const aspect of along) differing.delete(aspect);
      const late = sent.filter(({ effect, lifts }) => effect !== 'close' && lifts !== true);
      expect(late.filter(({ aspect }) => differing.has(aspect)).map(({ id }) => id)).toEqual([]);

      const permitted = [
        ...outsideGrants(plain.s3, bucketOf(plain)),
        ...outsideGrants(braked.s3, { ...bucket, documents: asDeclared(bucket.documents, values) }),
      ];
      const open = [...outsideGrants(braked.s3, bucket)].filter((grant) => grant.startsWith('world:'));
      expect(open.filter((grant) => !permitted.includes(grant))).toEqual([]);

      // Looks that only wait send nothing more, but for what a block has hidden until then.
      await braked.look(name);
      const count = sent.length;
      await braked.look(name);
      expect(sent).toHaveLength(count);

      // One repair an hour: each look may begin one.
      for (let looks = 0; looks < 3; looks += 1) {
        await braked.clock.advance(2 * hour);
        await braked.look(name);
      }
      expect([judge.tooOpen(), judge.newToTheWorld()]).toEqual([[], []]);
      expect(shown(bucket.documents)).toEqual(shown(bucketOf(plain).documents));
      expect(endsOf(braked)).toEqual(endsOf(plain));
    }),
    { numRuns: 30, examples: Object.values(knownWorlds).map((one) => [...one]) },
  );
});
