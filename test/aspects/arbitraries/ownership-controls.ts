import fc from 'fast-check';
import type { Json } from '../../../controller/domain/json.js';

const all: readonly Json[] = ['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter'].map((name) => ({
  ObjectOwnership: name,
}));

export const value: fc.Arbitrary<Json> = fc.constantFrom(...all);

/** There is one spelling. */
export const equivalent = (declared: Json): fc.Arbitrary<Json> => fc.constant(declared);

export const mutated = (declared: Json): fc.Arbitrary<Json> =>
  fc.constantFrom(...all.filter((each) => JSON.stringify(each) !== JSON.stringify(declared)));
