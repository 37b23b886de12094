import fc from 'fast-check';
import type { Json, JsonObject } from '../../../controller/domain/json.js';
import {
  anyOrder,
  filter,
  filterSpellings,
  id,
  narrower,
  type One,
  otherwise,
  several,
} from './identified.js';

const archive = fc.integer({ min: 90, max: 730 }).map((Days) => ({ AccessTier: 'ARCHIVE_ACCESS', Days }));
const deep = fc.integer({ min: 180, max: 730 }).map((Days) => ({ AccessTier: 'DEEP_ARCHIVE_ACCESS', Days }));

const one: fc.Arbitrary<One> = fc.record(
  {
    Id: id,
    Filter: filter,
    Status: fc.constantFrom('Enabled', 'Disabled'),
    Tierings: fc.oneof(fc.tuple(archive), fc.tuple(deep), fc.tuple(archive, deep)),
  },
  { requiredKeys: ['Id', 'Status', 'Tierings'] },
);

export const value: fc.Arbitrary<Json> = several(one);

/** In any order, archives in any order, the filter in other words. */
export const equivalent = (declared: Json): fc.Arbitrary<Json> =>
  anyOrder(declared, ({ Filter, Tierings, ...rest }) => {
    const tiers = Tierings as readonly Json[];
    const spellings: readonly JsonObject[] =
      Filter === undefined
        ? [{}, { Filter: { Prefix: '' } }]
        : filterSpellings(Filter as JsonObject).map((spelling) => ({ Filter: spelling }));
    return fc
      .tuple(fc.constantFrom(...spellings), fc.constantFrom(tiers, [...tiers].reverse()))
      .map(([spelling, list]): Json => ({ ...rest, ...spelling, Tierings: list }));
  });

/** Another word or number anywhere, one more or less, another part of the bucket, or an archive more. */
export const mutated = (declared: Json): fc.Arbitrary<Json> =>
  otherwise(declared, [narrower, { Tierings: [{ AccessTier: 'ARCHIVE_ACCESS', Days: 731 }] }]);
