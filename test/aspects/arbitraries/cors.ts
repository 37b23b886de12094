import fc from 'fast-check';
import type { Json, JsonObject } from '../../../controller/domain/json.js';
import { oneLeafChanged } from '../one-leaf.js';

type Rule = JsonObject & {
  readonly AllowedMethods: readonly string[];
  readonly AllowedOrigins: readonly string[];
  readonly AllowedHeaders?: readonly string[];
  readonly ExposeHeaders?: readonly string[];
};

const some = (least: number, ...texts: readonly string[]): fc.Arbitrary<string[]> =>
  fc.subarray([...texts], { minLength: Math.max(least, 1) });
const rule = fc.record(
  {
    ID: fc.constantFrom('scripts', 'a<&>b'),
    AllowedMethods: some(1, 'GET', 'PUT', 'POST', 'DELETE', 'HEAD'),
    AllowedOrigins: some(1, '*', 'https://a.example', 'https://*.b.example', 'null'),
    AllowedHeaders: some(1, '*', 'Authorization', 'x-amz-*'),
    ExposeHeaders: some(1, 'ETag', 'x-amz-request-id'),
    MaxAgeSeconds: fc.integer({ min: 0, max: 86_400 }),
  },
  { requiredKeys: ['AllowedMethods', 'AllowedOrigins'] },
);

export const value: fc.Arbitrary<Json> = fc.array(rule, { minLength: 1, maxLength: 4 });

const inAnyOrder = (list: readonly string[]): fc.Arbitrary<readonly string[]> =>
  fc
    .shuffledSubarray([...list], { minLength: list.length })
    .chain((shuffled) => fc.constantFrom(shuffled, [...shuffled, ...shuffled.slice(0, 1)]));
const inAnyCase = (list: readonly string[] = []): fc.Arbitrary<readonly string[]> =>
  inAnyOrder(list).chain((names) =>
    fc.constantFrom(
      names,
      names.map((name) => name.toUpperCase()),
    ),
  );

const respelt = ({ ID: _, AllowedHeaders, ExposeHeaders, ...given }: Rule): fc.Arbitrary<Json> =>
  fc
    .record({
      methods: inAnyOrder(given.AllowedMethods),
      origins: inAnyOrder(given.AllowedOrigins),
      allowed: inAnyCase(AllowedHeaders),
      exposed: inAnyCase(ExposeHeaders),
      name: fc.constantFrom<JsonObject>({}, { ID: 'given-by-s3' }),
      isSaid: fc.boolean(),
    })
    .map(({ methods, origins, allowed, exposed, name, isSaid }) => ({
      ...given,
      ...name,
      AllowedMethods: methods,
      AllowedOrigins: origins,
      ...(allowed.length === 0 && !isSaid ? {} : { AllowedHeaders: allowed }),
      ...(exposed.length === 0 && !isSaid ? {} : { ExposeHeaders: exposed }),
    }));

/** The same rules in the same order: inside them sets, headers without case, and names without meaning. */
export const equivalent = (declared: Json): fc.Arbitrary<Json> =>
  fc.tuple(...(declared as readonly Rule[]).map(respelt));

const nameless = ({ ID: _, ...rest }: Rule): JsonObject => rest;

/** Another word or number, a rule more, a rule less, an origin more, or two rules that changed places. */
export const mutated = (declared: Json): fc.Arbitrary<Json> => {
  const rules = declared as readonly Rule[];
  const [first, ...others] = rules as readonly [Rule, ...Rule[]];
  const hostile = { AllowedMethods: ['GET'], AllowedOrigins: ['https://evil.example'] };
  return fc.oneof(
    { arbitrary: oneLeafChanged(rules.map(nameless)), weight: 4 },
    fc.constantFrom<Json>(
      [hostile, ...rules],
      [...rules, hostile],
      others,
      [{ ...first, AllowedOrigins: [...first.AllowedOrigins, 'https://evil.example'] }, ...others],
      [{ ...first, MaxAgeSeconds: 86_401 }, ...others],
      // A rule in front that none of the others says.
      [...rules, hostile].reverse(),
    ),
  );
};
