import fc from 'fast-check';
import type { Json, JsonObject } from '../../../controller/domain/json.js';
import { rewritten } from './policy-spellings.js';

const account = '444455556666';
const switches = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'];
const all = (on: boolean): JsonObject => Object.fromEntries(switches.map((name) => [name, on]));

/** The buckets to which the points lead. */
export const pointBuckets = ['points-east', 'points-west'];
const [east = '', west = ''] = pointBuckets;

/** What S3 fixes when a point is created goes by its name, so that one value can be healed to any other. */
export const fixed: Readonly<
  Record<string, JsonObject & { readonly Regions: readonly { Bucket: string }[] }>
> = {
  constructor: { Regions: [{ Bucket: east }] },
  batch: { Regions: [{ Bucket: west }, { Bucket: east }] },
  'site-front': { Regions: [{ Bucket: east }, { Bucket: west }], PublicAccessBlock: all(false) },
};

const policyFor = (Name: string): fc.Arbitrary<JsonObject> => {
  const everybody = Name === 'site-front' ? [{ AWS: ['*'] }] : [];
  const allow = fc.record({
    Sid: fc.constant('Readers'),
    Effect: fc.constant('Allow'),
    Principal: fc.constantFrom<JsonObject>(
      { AWS: ['111122223333'] },
      { AWS: [`arn:aws:iam::${account}:role/reader`] },
      ...everybody,
    ),
    Action: fc.constantFrom(['s3:GetObject'], ['s3:GetObject', 's3:PutObject']),
    // The alias is S3's own choice.
    Resource: fc.constant(['*']),
  });
  return allow.map((statement) => ({ Version: '2012-10-17', Statement: [statement] }));
};

const point = fc
  .constantFrom(...Object.keys(fixed))
  .chain((Name) =>
    fc
      .option(policyFor(Name), { nil: undefined })
      .map((Policy): JsonObject => ({ Name, ...fixed[Name], ...(Policy === undefined ? {} : { Policy }) })),
  );

/** Some points, and what is to become of others. */
export const value: fc.Arbitrary<Json> = fc.record(
  {
    AccessPoints: fc.uniqueArray(point, { selector: ({ Name }) => Name, minLength: 1, maxLength: 3 }),
    unlisted: fc.constantFrom('shut', 'leave'),
  },
  { requiredKeys: ['AccessPoints'] },
) as fc.Arbitrary<Json>;

/** Points as they are read: each has an alias, which nobody can declare. */
export const asRead = (points: Json): JsonObject => ({
  AccessPoints: pointsOf(points).map((one) => ({ Alias: 'm1.mrap', ...one })),
});

const pointsOf = (declared: Json): readonly JsonObject[] =>
  (declared as JsonObject)['AccessPoints'] as readonly JsonObject[];
const opened: JsonObject = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: '999988887777' }, Action: 's3:*', Resource: '*' }],
};
const stranger: JsonObject = { Name: 'stranger', Regions: [{ Bucket: east }], PublicAccessBlock: all(true) };
/** What is left behind where nobody outside may get in. */
const shut: JsonObject = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: account },
      Action: ['s3:GetObject'],
      Resource: `arn:aws:s3::${account}:accesspoint/m1.mrap/object/*`,
    },
  ],
};

/** The same points as S3 shows them, and others that the declaration leaves alone. */
export const equivalent = (declared: Json): fc.Arbitrary<Json> => {
  const { unlisted } = declared as JsonObject;
  const others = unlisted === 'leave' ? [{ ...stranger, Policy: opened }] : [{ ...stranger, Policy: shut }];
  return fc.array(fc.nat(), { minLength: 40, maxLength: 40 }).chain((choices) => {
    let made = 0;
    const choose = (count: number): number => (choices[made++ % choices.length] ?? 0) % count;
    const shown = pointsOf(declared).map(({ Policy, Regions, ...rest }) => ({
      PublicAccessBlock: all(true),
      ...rest,
      Regions: (Regions as readonly JsonObject[])
        .map((region) => (choose(2) === 0 ? region : { ...region, BucketAccountId: account }))
        .toSorted(() => choose(3) - 1),
      ...(Policy === undefined
        ? choose(2) === 0
          ? {}
          : { Policy: shut }
        : { Policy: rewritten(Policy as JsonObject, choose) }),
    }));
    const every = [...shown, ...others];
    return fc
      .shuffledSubarray(every, { minLength: every.length })
      .map((AccessPoints): Json => asRead({ AccessPoints }));
  });
};

/** One thing of one point other than declared, a point that went, or one that nobody listed. */
export const mutated = (declared: Json): fc.Arbitrary<Json> => {
  const [first = {}, ...others] = pointsOf(declared);
  const { Policy, PublicAccessBlock: block = all(true), Regions, ...rest } = first;
  const [one = {}, ...more] = Regions as readonly JsonObject[];
  const { unlisted } = declared as JsonObject;
  const changed: readonly JsonObject[] = [
    { ...first, Regions: more },
    { ...first, Regions: [{ ...one, Bucket: 'points-else' }, ...more] },
    { ...first, Regions: [{ ...one, BucketAccountId: '999988887777' }, ...more] },
    ...Object.entries(block as Readonly<Record<string, boolean>>).map(([name, isOn]) => ({
      ...first,
      PublicAccessBlock: { ...(block as JsonObject), [name]: !isOn },
    })),
    { ...first, Policy: opened },
    { ...first, Proposed: opened },
    { ...first, Status: 'DELETING' },
    ...(Policy === undefined ? [] : [{ ...rest, Regions: Regions ?? [], PublicAccessBlock: block }]),
  ];
  const lists: readonly (readonly JsonObject[])[] = [
    others,
    ...changed.map((other) => [other, ...others]),
    ...(unlisted === 'leave'
      ? []
      : [
          [first, ...others, { ...stranger, Policy: opened }],
          [first, ...others, { ...stranger, Proposed: opened }],
        ]),
  ];
  return fc.constantFrom<Json>(...lists.map((AccessPoints) => asRead({ AccessPoints })));
};
