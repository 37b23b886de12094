import fc from 'fast-check';
import type { Json } from '../../../controller/domain/json.js';

export const value: fc.Arbitrary<Json> = fc
  .constantFrom('Enabled', 'Suspended')
  .map((Status) => ({ Status }));

const isOn = (declared: Json): boolean => (declared as { readonly Status?: string }).Status === 'Enabled';
const off: readonly Json[] = [{ Status: 'Suspended' }, {}];

/** Never switched on is as good as suspended. */
export const equivalent = (declared: Json): fc.Arbitrary<Json> =>
  isOn(declared) ? fc.constant(declared) : fc.constantFrom(...off);

export const mutated = (declared: Json): fc.Arbitrary<Json> =>
  isOn(declared) ? fc.constantFrom(...off) : fc.constant({ Status: 'Enabled' });
