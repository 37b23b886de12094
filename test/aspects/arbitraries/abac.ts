import fc from 'fast-check';
import type { Json } from '../../../controller/domain/json.js';
import { oneLeafChanged } from '../one-leaf.js';

export const value: fc.Arbitrary<Json> = fc.constantFrom('Enabled', 'Disabled').map((Status) => ({ Status }));

/** There is no other spelling. */
export const equivalent = (declared: Json): fc.Arbitrary<Json> => fc.constant(declared);

export const mutated = oneLeafChanged;
