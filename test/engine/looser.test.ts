import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aspectNamed } from '../../controller/aspects/index.js';
import { open, shut } from '../../controller/aspects/kit/blocks.js';
import { digest } from '../../controller/aspects/kit/digest.js';
import type { EffectiveBaseline } from '../../controller/domain/baseline.js';
import { looserIn } from '../../controller/engine/looser.js';
import { type OutsideGrants, outsideGrants } from '../../deploy/local/oracle/grants.js';
import { asDeclared, declaredValues, foundDocuments, policies } from './access-worlds.js';
import { baselineOf, surroundings, target, type Values } from './world.js';

/** The baseline with digests as the catalogue gives them: equal for values that mean the same. */
const declaring = (values: Values, options: Parameters<typeof baselineOf>[1] = {}): EffectiveBaseline => {
  const baseline = baselineOf(values, options);
  const aspects = [...baseline.aspects].map(([name, one]) => {
    const value = values[name];
    const meant = value == null ? 'absent' : aspectNamed(name)?.canonical(value, target);
    return [name, { ...one, digest: digest(meant ?? null) }] as const;
  });
  return { ...baseline, aspects: new Map(aspects) };
};

const looser = (next: Values, held: Values): readonly string[] => looserIn(declaring(next), declaring(held));

const off = { ...open };
const on = { ...shut };

describe('a baseline asks for less than another', () => {
  it.each<readonly [string, Values, Values, readonly string[]]>([
    ['where it leaves an aspect out', {}, { versioning: { Status: 'Enabled' } }, ['versioning']],
    ['where a switch goes off', { publicAccessBlock: off }, { publicAccessBlock: on }, ['publicAccessBlock']],
    ['not where one goes on', { publicAccessBlock: on }, { publicAccessBlock: off }, []],
    [
      'not where versions are kept',
      { versioning: { Status: 'Enabled' } },
      { versioning: { Status: 'Suspended' } },
      [],
    ],
    [
      'where they are not',
      { versioning: { Status: 'Suspended' } },
      { versioning: { Status: 'Enabled' } },
      ['versioning'],
    ],
    [
      'where a Deny is missing',
      { bucketPolicy: policies.own },
      { bucketPolicy: policies.tls },
      ['bucketPolicy'],
    ],
    [
      'where there is to be no policy',
      { bucketPolicy: null },
      { bucketPolicy: policies.tls },
      ['bucketPolicy'],
    ],
    ['where tags are missing', { tagging: { a: '1' } }, { tagging: { a: '1', b: '2' } }, ['tagging']],
    ['not where more tags are held', { tagging: { a: '1', b: '2' } }, { tagging: { a: '1' } }, []],
    [
      'where nobody can tell',
      { encryption: { SSEAlgorithm: 'aws:kms' } },
      { encryption: { SSEAlgorithm: 'AES256' } },
      ['encryption'],
    ],
  ])('%s', (_, next, held, aspects) => {
    expect(looser(next, held)).toEqual(aspects);
  });

  it('where it is only watched, or opened again without a human', () => {
    const values = { versioning: { Status: 'Enabled' } };
    expect(looserIn(declaring(values, { mode: 'dry-run' }), declaring(values))).toEqual(['mode']);
    expect(looserIn(declaring(values, { reopen: 'auto' }), declaring(values))).toEqual([
      'reopen: versioning',
    ]);
    expect(looserIn(declaring(values), declaring(values, { mode: 'dry-run', reopen: 'auto' }))).toEqual([]);
  });
});

it('is nowhere looser only if a judge who knows neither finds nobody let in by it', () => {
  const isIn = (grant: string, grants: OutsideGrants): boolean =>
    grants.has(grant) || grants.has(grant.replace(/^account:[^:]*/, 'world'));
  let compared = 0;
  fc.assert(
    fc.property(foundDocuments, declaredValues, declaredValues, (found, one, other) => {
      const next = { ...other, ...one };
      if (looser(next, other).length > 0) return;
      compared += 1;
      const { s3, bucket } = surroundings(found);
      // What a baseline does not name may be anything under it: as the other would have it, too.
      const free = asDeclared(bucket.documents, next);
      const under = (values: Values): OutsideGrants =>
        outsideGrants(s3, { ...bucket, documents: asDeclared(free, values) });
      const held = under(other);
      expect([...under(next)].filter((grant) => !isIn(grant, held))).toEqual([]);
    }),
    { numRuns: 2_000 },
  );
  expect(compared).toBeGreaterThan(80);
});

it('asks for less where it no longer holds the name of a deleted bucket, and not where it does', () => {
  const silent = declaring({ versioning: { Status: 'Enabled' } });
  const holding = { ...silent, recreate: 'hold-name' } as const;
  expect([looserIn(silent, holding), looserIn(holding, silent)]).toEqual([['recreate'], []]);
});
