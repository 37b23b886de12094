import fc from 'fast-check';
import { switches } from '../../../controller/aspects/kit/blocks.js';
import type { Json, JsonObject } from '../../../controller/domain/json.js';
import { oneLeafChanged } from '../one-leaf.js';

export const value: fc.Arbitrary<Json> = fc
  .tuple(fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean())
  .map((flags) => Object.fromEntries(switches.map((name, at) => [name, flags[at] === true])));

/** A read says all four; only the order of the members is open. */
export const equivalent = (declared: Json): fc.Arbitrary<Json> =>
  fc
    .shuffledSubarray(Object.entries(declared as JsonObject), { minLength: switches.length })
    .map((members) => Object.fromEntries(members));

export const mutated = oneLeafChanged;
