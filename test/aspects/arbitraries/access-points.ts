import fc from 'fast-check';
import { open, shut } from '../../../controller/aspects/kit/blocks.js';
import type { Json, JsonObject } from '../../../controller/domain/json.js';
import { rewritten } from './policy-spellings.js';

const off = { ...open };
const on = { ...shut };

/** What S3 fixes when a point is created goes by its name here, so that one value can be healed to any other. */
const fixed: Readonly<Record<string, JsonObject>> = {
  constructor: {},
  batch: { VpcConfiguration: { VpcId: 'vpc-0a1b2c3d' } },
  'site-front': { PublicAccessBlockConfiguration: off },
};

const policyFor = (Name: string): fc.Arbitrary<JsonObject> => {
  const everybody = Name === 'constructor' ? [] : [{ AWS: ['*'] }];
  const allow = fc.record({
    // Always the same one: a policy that differs in nothing else is not put again.
    Sid: fc.constant('Readers'),
    Effect: fc.constant('Allow'),
    Principal: fc.constantFrom<JsonObject>(
      { AWS: ['444455556666'] },
      { AWS: ['arn:aws:iam::111122223333:role/reader'] },
      ...everybody,
    ),
    Action: fc.constantFrom(['s3:GetObject'], ['s3:GetObject', 's3:PutObject']),
    Resource: fc.constant([`arn:aws:s3:us-east-1:111122223333:accesspoint/${Name}/object/*`]),
  });
  const deny = fc.constant({
    Effect: 'Deny',
    Principal: '*',
    Action: ['s3:*'],
    Resource: [`arn:aws:s3:us-east-1:111122223333:accesspoint/${Name}`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  });
  return fc
    .oneof(fc.tuple(allow), fc.tuple(allow, deny))
    .map((Statement) => ({ Version: '2012-10-17', Statement }));
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
    AccessPointList: fc.uniqueArray(point, { selector: ({ Name }) => Name, minLength: 1, maxLength: 3 }),
    unlisted: fc.constantFrom('shut', 'delete', 'leave'),
  },
  { requiredKeys: ['AccessPointList'] },
) as fc.Arbitrary<Json>;

const pointsOf = (declared: Json): readonly JsonObject[] =>
  (declared as JsonObject)['AccessPointList'] as readonly JsonObject[];
const stranger: JsonObject = { Name: 'stranger', PublicAccessBlockConfiguration: on };
const opened: JsonObject = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: '999988887777' }, Action: 's3:*', Resource: '*' }],
};

/** The same points as S3 shows them, and others that the declaration leaves alone. */
export const equivalent = (declared: Json): fc.Arbitrary<Json> => {
  const { unlisted } = declared as JsonObject;
  const others: readonly JsonObject[] =
    unlisted === 'delete' ? [] : [unlisted === 'leave' ? { ...stranger, Policy: opened } : stranger];
  return fc.array(fc.nat(), { minLength: 40, maxLength: 40 }).chain((choices) => {
    let made = 0;
    const choose = (count: number): number => (choices[made++ % choices.length] ?? 0) % count;
    const shown = pointsOf(declared).map(({ Policy, ...rest }) => ({
      PublicAccessBlockConfiguration: on,
      ...rest,
      ...(Policy === undefined ? {} : { Policy: rewritten(Policy as JsonObject, choose) }),
    }));
    const all = [...shown, ...others];
    return fc
      .shuffledSubarray(all, { minLength: all.length })
      .map((AccessPointList): Json => ({ AccessPointList }));
  });
};

/** One thing of one point other than declared, a point that went, or one that nobody listed. */
export const mutated = (declared: Json): fc.Arbitrary<Json> => {
  const [first = {}, ...others] = pointsOf(declared);
  const { Policy, VpcConfiguration, PublicAccessBlockConfiguration: block = on, ...rest } = first;
  const { unlisted } = declared as JsonObject;
  const changed: readonly JsonObject[] = [
    { ...first, VpcConfiguration: { VpcId: 'vpc-99999999' } },
    ...(VpcConfiguration === undefined ? [] : [{ ...rest, ...(Policy === undefined ? {} : { Policy }) }]),
    ...Object.entries(block as Readonly<Record<string, boolean>>).map(([name, isOn]) => ({
      ...first,
      PublicAccessBlockConfiguration: { ...(block as JsonObject), [name]: !isOn },
    })),
    { ...first, Policy: opened },
    ...(Policy === undefined ? [] : [{ ...rest, PublicAccessBlockConfiguration: block }]),
  ];
  const lists: readonly (readonly JsonObject[])[] = [
    others,
    ...changed.map((one) => [one, ...others]),
    ...(unlisted === 'leave' ? [] : [[first, ...others, { ...stranger, Policy: opened }]]),
    ...(unlisted === 'delete' ? [[first, ...others, stranger]] : []),
  ];
  return fc.constantFrom<Json>(...lists.map((AccessPointList) => ({ AccessPointList })));
};
