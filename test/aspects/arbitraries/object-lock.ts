import fc from 'fast-check';
import type { Json, JsonObject } from '../../../controller/domain/json.js';
import { oneLeafChanged } from '../one-leaf.js';

const span = fc.oneof(
  fc.constantFrom(1, 30, 365).map((Days) => ({ Days })),
  fc.constantFrom(1, 10).map((Years) => ({ Years })),
);
const retention = fc
  .tuple(fc.constantFrom('GOVERNANCE', 'COMPLIANCE'), span)
  .map(([Mode, time]) => ({ Mode, ...time }));

/** Default retentions, with and without a hold after events. */
export const retentions: fc.Arbitrary<JsonObject> = fc.oneof(
  retention,
  fc.tuple(retention, span).map(([one, DefaultEventHold]) => ({ ...one, DefaultEventHold })),
  span.map((DefaultEventHold) => ({ DefaultEventHold })),
);

export const value: fc.Arbitrary<Json> = fc.record(
  {
    ObjectLockEnabled: fc.constant('Enabled'),
    Rule: retentions.map((DefaultRetention) => ({ DefaultRetention })),
    relock: fc.constantFrom('propose', 'auto'),
  },
  { requiredKeys: [] },
);

/** That the lock is on need not be said; whether a repair may lock is not S3's. */
export const equivalent = (declared: Json): fc.Arbitrary<Json> => {
  const { relock: _, ...lock } = declared as JsonObject;
  return fc.constant({ ...lock, ObjectLockEnabled: 'Enabled' });
};

/** Another mode or time, a retention that came, or one that went; a year is not 365 days. */
export const mutated = (declared: Json): fc.Arbitrary<Json> => {
  const { Rule: rule } = declared as { readonly Rule?: { readonly DefaultRetention: JsonObject } };
  if (rule === undefined)
    return retentions.map((DefaultRetention) => ({
      ObjectLockEnabled: 'Enabled',
      Rule: { DefaultRetention },
    }));
  const { Years, ...rest } = rule.DefaultRetention;
  return fc.oneof(
    oneLeafChanged(rule).map((Rule) => ({ ObjectLockEnabled: 'Enabled', Rule })),
    fc.constant({ ObjectLockEnabled: 'Enabled' }),
    ...(Years === undefined
      ? []
      : [
          fc.constant({
            ObjectLockEnabled: 'Enabled',
            Rule: { DefaultRetention: { ...rest, Days: Number(Years) * 365 } },
          }),
        ]),
  );
};
