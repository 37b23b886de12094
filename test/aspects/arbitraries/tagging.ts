import fc from 'fast-check';
import type { Json, JsonObject } from '../../../controller/domain/json.js';

const letters = [...'abzAZ09 _.:/=+-@éß'];
const text = (minLength: number): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...letters), { minLength, maxLength: 8 }).map((some) => some.join('').trim());
// Names that an object has by birth are tags like any other.
const key = fc
  .oneof(text(1), fc.constantFrom('owner', 'constructor', '__proto__', 'toString'))
  .filter((name) => name !== '' && !name.toLowerCase().startsWith('aws:'));
const tags = fc.uniqueArray(fc.tuple(key, text(0)), {
  selector: ([name]) => name,
  minLength: 1,
  maxLength: 5,
});

export const value: fc.Arbitrary<Json> = tags.map((some) => Object.fromEntries(some));

/** Keys that the baseline does not name are somebody else's, and so is every aws: key. */
export const equivalent = (declared: Json): fc.Arbitrary<Json> =>
  tags.map((others) => ({
    'aws:cloudformation:stack-name': 'site',
    ...Object.fromEntries(others.filter(([name]) => !Object.hasOwn(declared as JsonObject, name))),
    ...(declared as JsonObject),
  }));

/** One tag that went, or that has another value or another case. */
export const mutated = (declared: Json): fc.Arbitrary<Json> => {
  const entries = Object.entries(declared as JsonObject);
  return fc.tuple(fc.nat(entries.length - 1), fc.constantFrom('gone', 'value')).map(([at, how]) =>
    Object.fromEntries(
      entries.flatMap(([name, text], place) => {
        if (place !== at) return [[name, text]];
        return how === 'gone' ? [] : [[name, `${String(text)}x`]];
      }),
    ),
  );
};
