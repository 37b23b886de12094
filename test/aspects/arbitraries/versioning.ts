import fc from 'fast-check';
import type { Json, JsonObject } from '../../../controller/domain/json.js';
import { oneLeafChanged } from '../one-leaf.js';

export const value: fc.Arbitrary<Json> = fc.record(
  { Status: fc.constantFrom('Enabled', 'Suspended'), MFADelete: fc.constantFrom('Enabled', 'Disabled') },
  { requiredKeys: ['Status'] },
);

/** Never switched on is as good as suspended, a missing MFA delete is off; left open it may be anything. */
export const equivalent = (declared: Json): fc.Arbitrary<Json> => {
  const { Status, MFADelete } = declared as { readonly Status: string; readonly MFADelete?: string };
  const statuses: readonly JsonObject[] = Status === 'Suspended' ? [{}, { Status }] : [{ Status }];
  const off: readonly JsonObject[] = [{}, { MFADelete: 'Disabled' }];
  const on: readonly JsonObject[] = [{ MFADelete: 'Enabled' }];
  const mfa = MFADelete === undefined ? [...off, ...on] : MFADelete === 'Disabled' ? off : on;
  return fc
    .tuple(fc.constantFrom(...statuses), fc.constantFrom(...mfa))
    .map(([some, more]): Json => ({ ...some, ...more }));
};

export const mutated = oneLeafChanged;
