import fc from 'fast-check';
import type { Json, JsonObject } from '../../../controller/domain/json.js';
import { oneLeafChanged } from '../one-leaf.js';
import { value as oneRule, respelt } from './lifecycle-rule.js';

const sizes = ['all_storage_classes_128K', 'varies_by_storage_class'] as const;
type Declared = {
  readonly Rules: readonly JsonObject[];
  readonly TransitionDefaultMinimumObjectSize?: string;
};

export const value: fc.Arbitrary<Json> = fc.record(
  {
    Rules: fc.uniqueArray(oneRule, { selector: ({ ID }) => ID, minLength: 1, maxLength: 4 }),
    TransitionDefaultMinimumObjectSize: fc.constantFrom(...sizes),
  },
  { requiredKeys: ['Rules'] },
);

/** Rules in any order and spelling, the default size said or not. */
export const equivalent = (declared: Json): fc.Arbitrary<Json> => {
  const { Rules, TransitionDefaultMinimumObjectSize: size = sizes[0] } = declared as Declared;
  const said: readonly JsonObject[] = [
    { TransitionDefaultMinimumObjectSize: size },
    ...(size === sizes[0] ? [{}] : []),
  ];
  return fc
    .tuple(
      fc
        .tuple(...Rules.map(respelt))
        .chain((rules) => fc.shuffledSubarray(rules, { minLength: rules.length })),
      fc.constantFrom(...said),
    )
    .map(([rules, some]): Json => ({ Rules: rules, ...some }));
};

/** Another word or number anywhere, a rule that went, a rule that came, one action less or more, or the other size. */
export const mutated = (declared: Json): fc.Arbitrary<Json> => {
  const whole = declared as Declared;
  const [first = {}, ...others] = whole.Rules;
  const { TransitionDefaultMinimumObjectSize: size = sizes[0] } = whole;
  const { Expiration, ...still } = first;
  // Called as something that every object has by birth.
  const hostile = { ID: 'valueOf', Status: 'Enabled', Filter: {}, Expiration: { Days: 1 } };
  const narrower = { And: { Prefix: 'only-this/', ObjectSizeGreaterThan: 12_345 } };
  return fc.oneof(
    { arbitrary: oneLeafChanged(declared), weight: 5 },
    fc.constantFrom<Json>(
      { ...whole, Rules: others },
      { ...whole, Rules: [...whole.Rules, hostile] },
      {
        ...whole,
        Rules: [Expiration === undefined ? { ...first, Expiration: { Days: 77 } } : still, ...others],
      },
      { ...whole, Rules: [{ ...first, Filter: narrower }, ...others] },
      { ...whole, TransitionDefaultMinimumObjectSize: size === sizes[0] ? sizes[1] : sizes[0] },
    ),
  );
};
