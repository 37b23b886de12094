import fc from 'fast-check';
import type { Json, JsonObject } from '../../../controller/domain/json.js';
import { oneLeafChanged } from '../one-leaf.js';

/** A configuration as a baseline declares it. */
export type One = JsonObject & { readonly Id: string };

/** Ids, with some that every object has by birth. */
export const id = fc.constantFrom('weekly', 'Entire.Bucket', 'a_b-c', 'constructor', '__proto__', 'valueOf');

/** Several configurations, each under its own Id. */
export const several = (one: fc.Arbitrary<One>): fc.Arbitrary<Json> =>
  fc.uniqueArray(one, { selector: ({ Id }) => Id, minLength: 1, maxLength: 4 });

/** The same configurations in any order, each in another spelling. */
export const anyOrder = (declared: Json, respelt: (one: One) => fc.Arbitrary<Json>): fc.Arbitrary<Json> =>
  fc
    .tuple(...(declared as readonly One[]).map(respelt))
    .chain((all) => fc.shuffledSubarray(all, { minLength: all.length }));

/** Another word or number anywhere, one that went, or one that nobody declared. */
export const otherwise = (declared: Json, more: readonly JsonObject[] = []): fc.Arbitrary<Json> => {
  const [first, ...others] = declared as readonly One[];
  const added = { ...first, Id: 'hostile' };
  return fc.oneof(
    { arbitrary: oneLeafChanged(declared), weight: 4 },
    fc.constantFrom<Json>(
      others,
      [...(declared as readonly One[]), added],
      ...more.map((members) => [{ ...first, ...members }, ...others]),
    ),
  );
};

const tag = fc.record({ Key: fc.constantFrom('class', 'constructor'), Value: fc.constantFrom('', 'temp') });
const tags = (atLeast: number) =>
  fc.uniqueArray(tag, { selector: ({ Key }) => Key, minLength: atLeast, maxLength: 2 });
const prefix = fc.constantFrom('tmp/', 'a&b/');

/** Filters by prefix, by tag, or by several predicates: no two that mean the same, of which none is put over the other. */
export const filter: fc.Arbitrary<JsonObject> = fc.oneof(
  fc.record({ Prefix: prefix }),
  fc.record({ Tag: tag }),
  fc.record({ Prefix: prefix, Tags: tags(1) }).map((And) => ({ And })),
  fc.record({ Tags: tags(2) }).map((And) => ({ And })),
);

/** A filter that is no other one in this file, so that it can be told from all. */
export const narrower: JsonObject = { Filter: { Prefix: 'only-this/' } };

/** The same filter in other words: one predicate stands alone or under And, and tags in any order. */
export const filterSpellings = (found: JsonObject): readonly JsonObject[] => {
  const { And, Prefix, Tag, ...rest } = found;
  if (And !== undefined) {
    const { Tags = [], ...more } = And as JsonObject & { readonly Tags?: readonly Json[] };
    const turned = { And: { ...more, ...(Tags.length === 0 ? {} : { Tags: [...Tags].reverse() }) } };
    return [found, turned];
  }
  if (Tag !== undefined) return [found, { And: { Tags: [Tag] } }];
  if (Prefix !== undefined) return [found, { And: { Prefix } }];
  return [found, ...(Object.keys(rest).length === 0 ? [] : [{ And: rest }])];
};
