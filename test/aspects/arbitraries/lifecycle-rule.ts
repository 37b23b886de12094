import fc from 'fast-check';
import type { Json, JsonObject } from '../../../controller/domain/json.js';

const days = fc.integer({ min: 1, max: 3650 });
const date = fc
  .integer({ min: 0, max: 5000 })
  .map((day) =>
    new Date(1_900_000_000_000 - (1_900_000_000_000 % 86_400_000) + day * 86_400_000)
      .toISOString()
      .slice(0, 10),
  );
const prefix = fc.constantFrom('tmp/', 'logs/2', 'a&b/');
const tag = fc.record({ Key: fc.constantFrom('class', 'constructor'), Value: fc.constantFrom('', 'temp') });
const tags = fc.uniqueArray(tag, { selector: ({ Key }) => Key, minLength: 1, maxLength: 2 });
const size = fc.integer({ min: 1, max: 1_000_000 });
const storageClass = fc.constantFrom('STANDARD_IA', 'GLACIER', 'DEEP_ARCHIVE');

const filter: fc.Arbitrary<JsonObject> = fc.oneof(
  fc.constant({}),
  fc.record({ Prefix: prefix }),
  fc.record({ Tag: tag }),
  fc.record({ ObjectSizeGreaterThan: size }),
  fc.record({ ObjectSizeLessThan: size }),
  fc.record({ Prefix: prefix, Tags: tags }).map((And) => ({ And })),
  fc.record({ ObjectSizeGreaterThan: size, Tags: tags }).map((And) => ({ And })),
);
const moment = fc.oneof(fc.record({ Days: days }), fc.record({ Date: date }));
const listed = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.uniqueArray(one, { selector: (item) => JSON.stringify(item), minLength: 1, maxLength: 3 });

/** The actions that a rule may have. */
const actions = {
  Expiration: fc.oneof(moment, fc.constant({ ExpiredObjectDeleteMarker: true })),
  Transitions: listed(
    fc.tuple(moment, storageClass).map(([when, StorageClass]) => ({ ...when, StorageClass })),
  ),
  NoncurrentVersionExpiration: fc.record(
    { NoncurrentDays: days, NewerNoncurrentVersions: fc.integer({ min: 1, max: 100 }) },
    { requiredKeys: ['NoncurrentDays'] },
  ),
  NoncurrentVersionTransitions: listed(fc.record({ NoncurrentDays: days, StorageClass: storageClass })),
  AbortIncompleteMultipartUpload: fc.record({ DaysAfterInitiation: days }),
};

type Rule = JsonObject & { readonly ID: string };

/** One rule as a baseline declares it. */
export const value: fc.Arbitrary<Rule> = fc
  .record({
    ID: fc.constantFrom('expire', 'move old', 'x<&>y', 'constructor', '__proto__', 'abort'),
    Status: fc.constantFrom('Enabled', 'Disabled'),
    Filter: filter,
    actions: fc
      .record(actions, { requiredKeys: [] })
      .map((some) => (Object.keys(some).length === 0 ? { Expiration: { Days: 7 } } : some)),
  })
  .map(({ actions: some, ...rest }) => ({ ...rest, ...some }));

type Members = {
  readonly Filter: JsonObject;
  readonly Expiration?: JsonObject;
  readonly Transitions?: readonly JsonObject[];
};

/** The same rule in another spelling that S3 takes and gives back as it is. */
export const respelt = (rule: JsonObject): fc.Arbitrary<JsonObject> => {
  const { Filter, Expiration, Transitions, ...rest } = rule as JsonObject & Members;
  return fc
    .tuple(
      fc.constantFrom(...filterSpellings(Filter)),
      fc.boolean(),
      fc.shuffledSubarray([...(Transitions ?? [])], { minLength: Transitions?.length ?? 0 }),
    )
    .map(([spelling, said, moves]) => ({
      ...rest,
      ...spelling,
      ...(Expiration === undefined ? {} : { Expiration: respeltExpiration(Expiration, said) }),
      ...(Transitions === undefined ? {} : { Transitions: moves.map(midnight) }),
    }));
};

const midnight = ({ Date: day, ...rest }: JsonObject): JsonObject =>
  typeof day === 'string' ? { ...rest, Date: `${day}T00:00:00.000Z` } : rest;

const respeltExpiration = (expiration: JsonObject, said: boolean): JsonObject =>
  said && expiration['ExpiredObjectDeleteMarker'] === undefined
    ? { ...midnight(expiration), ExpiredObjectDeleteMarker: false }
    : expiration;

/** S3 User Guide, "Lifecycle configuration elements": the whole bucket, and one predicate, have several spellings. */
function filterSpellings(filter: JsonObject): readonly JsonObject[] {
  const { And, Prefix, Tag } = filter;
  const same: JsonObject = { Filter: filter };
  if (And !== undefined) {
    const { Tags: some = [], ...more } = And as JsonObject & { readonly Tags?: readonly Json[] };
    return [same, { Filter: { And: { ...more, Tags: [...some].reverse() } } }];
  }
  if (typeof Prefix === 'string') return [same, { Prefix }, { Filter: { And: { Prefix } } }];
  if (Tag !== undefined) return [same, { Filter: { And: { Tags: [Tag] } } }];
  if (Object.keys(filter).length === 0) return [same, { Prefix: '' }, { Filter: { Prefix: '' } }];
  return [same, { Filter: { And: filter } }];
}
