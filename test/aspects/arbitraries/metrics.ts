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

const AccessPointArn = 'arn:aws:s3:us-east-1:111122223333:accesspoint/readers';
const points: fc.Arbitrary<JsonObject> = fc.constantFrom<JsonObject>(
  { AccessPointArn },
  { And: { AccessPointArn, Prefix: 'tmp/' } },
);

const one: fc.Arbitrary<One> = fc.record(
  { Id: id, Filter: fc.oneof(filter, points) },
  { requiredKeys: ['Id'] },
);

export const value: fc.Arbitrary<Json> = several(one);

/** In any order, the filter in other words. */
export const equivalent = (declared: Json): fc.Arbitrary<Json> =>
  anyOrder(declared, ({ Filter, ...rest }) =>
    Filter === undefined
      ? fc.constantFrom<Json>(rest, { ...rest, Filter: { Prefix: '' } })
      : fc
          .constantFrom(...filterSpellings(Filter as JsonObject))
          .map((spelling) => ({ ...rest, Filter: spelling })),
  );

/** Another word anywhere, one more or less, or another part of the bucket. */
export const mutated = (declared: Json): fc.Arbitrary<Json> => otherwise(declared, [narrower]);
