import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalText } from '../../controller/domain/canonical.js';
import type { Json } from '../../controller/domain/json.js';
import { fieldsBetween } from '../../controller/engine/fields.js';

const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;
/** Few names and few values, so that two documents are often alike in part. */
const small = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<Json>(null, true, 0, 'a'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', '__proto__', 'constructor'), tie('value'), { maxKeys: 3 }),
  ),
})).value;

describe('fieldsBetween', () => {
  it('is empty if and only if both are the same', () => {
    const pairs = fc.oneof(fc.tuple(json, json), fc.tuple(small, small));
    fc.assert(
      fc.property(pairs, ([desired, actual]) => {
        const isSame = canonicalText(desired) === canonicalText(actual);
        expect(fieldsBetween(desired, actual).length === 0).toBe(isSame);
        expect(fieldsBetween(desired, structuredClone(desired))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('says the same of both directions, with the sides exchanged', () => {
    const turned = ({ path, ...sides }: ReturnType<typeof fieldsBetween>[number]): string =>
      canonicalText({
        path,
        ...('actual' in sides ? { desired: sides.actual ?? null } : {}),
        ...('desired' in sides ? { actual: sides.desired ?? null } : {}),
      });
    fc.assert(
      fc.property(small, small, (desired, actual) => {
        const there = fieldsBetween(desired, actual).map(turned).sort();
        const back = fieldsBetween(actual, desired)
          .map((field) => canonicalText({ ...field }))
          .sort();
        expect(back).toEqual(there);
      }),
      { numRuns: 500 },
    );
  });

  it.each<[string, Json | undefined, Json | undefined, readonly unknown[]]>([
    ['a scalar', 1, 2, [{ path: '', desired: 1, actual: 2 }]],
    ['nothing there', { a: 1 }, undefined, [{ path: '', desired: { a: 1 } }]],
    ['nothing wanted', undefined, 'x', [{ path: '', actual: 'x' }]],
    ['a member', { a: { b: 1, c: 2 } }, { a: { b: 1, c: 3 } }, [{ path: 'a.c', desired: 2, actual: 3 }]],
    ['a missing member', { a: 1, b: 2 }, { a: 1 }, [{ path: 'b', desired: 2 }]],
    ['an extra member', { a: 1 }, { a: 1, b: 2 }, [{ path: 'b', actual: 2 }]],
    [
      'members of a list',
      { a: [1, 2] },
      { a: [2, 3] },
      [
        { path: 'a[]', desired: 1 },
        { path: 'a[]', actual: 3 },
      ],
    ],
    ['a repetition', [1, 1], [1], [{ path: '[]', desired: 1 }]],
    ['the order of a list', [1, 2], [2, 1], [{ path: '', desired: [1, 2], actual: [2, 1] }]],
    ['an object for a list', { a: [] }, { a: {} }, [{ path: 'a', desired: [], actual: {} }]],
    ['a false one for a missing one', { a: false }, {}, [{ path: 'a', desired: false }]],
    ['a name of Object itself', { constructor: 1 }, {}, [{ path: 'constructor', desired: 1 }]],
  ])('tells of %s', (_, desired, actual, fields) => {
    expect(fieldsBetween(desired, actual)).toEqual(fields);
  });

  it('tells fields in the order of their names', () => {
    const fields = fieldsBetween({ b: 1, a: 1, c: 1 }, { c: 2, a: 2, b: 2 });
    expect(fields.map(({ path }) => path)).toEqual(['a', 'b', 'c']);
  });
});
