import fc from 'fast-check';
import type { Json, JsonObject } from '../../../controller/domain/json.js';
import { oneLeafChanged } from '../one-leaf.js';

/** Buckets that logs may go to; who puts a generated value has to make them. */
export const logTargets = ['logs-of-one', 'logs-of-two'] as const;

const grantee = fc.oneof(
  fc.constantFrom('a'.repeat(64), 'b'.repeat(64)).map((ID) => ({ Type: 'CanonicalUser', ID })),
  fc.constant({ Type: 'Group', URI: 'http://acs.amazonaws.com/groups/s3/LogDelivery' }),
);
const grants = fc.uniqueArray(
  fc.record({ Grantee: grantee, Permission: fc.constantFrom('FULL_CONTROL', 'READ', 'WRITE') }),
  { selector: (grant) => JSON.stringify(grant), minLength: 1, maxLength: 4 },
);
const format = fc.oneof(
  fc.constant({ SimplePrefix: {} }),
  fc
    .constantFrom('EventTime', 'DeliveryTime')
    .map((PartitionDateSource) => ({ PartitionedPrefix: { PartitionDateSource } })),
);

export const value: fc.Arbitrary<Json> = fc.record(
  {
    TargetBucket: fc.constantFrom(...logTargets),
    TargetPrefix: fc.constantFrom('', 'logs/', 'data & more/'),
    TargetObjectKeyFormat: format,
    TargetGrants: grants,
  },
  { requiredKeys: ['TargetBucket', 'TargetPrefix'] },
);

type Parts = {
  readonly TargetObjectKeyFormat?: { readonly PartitionedPrefix?: JsonObject };
  readonly TargetGrants?: readonly { readonly Grantee: JsonObject; readonly Permission: string }[];
};

/** Defaults said or not, grants in any order, with or without the name that S3 used to show. */
export const equivalent = (declared: Json): fc.Arbitrary<Json> => {
  const { TargetObjectKeyFormat: said, TargetGrants: grants = [], ...rest } = declared as JsonObject & Parts;
  const partitioned = said?.PartitionedPrefix;
  const formats: readonly JsonObject[] =
    partitioned === undefined
      ? [{}, { TargetObjectKeyFormat: { SimplePrefix: {} } }]
      : partitioned['PartitionDateSource'] === 'EventTime'
        ? [{ TargetObjectKeyFormat: { PartitionedPrefix: {} } }, { TargetObjectKeyFormat: said ?? {} }]
        : [{ TargetObjectKeyFormat: said ?? {} }];
  const named = grants.map((grant) => ({ ...grant, Grantee: { ...grant.Grantee, DisplayName: 'owner' } }));
  const lists = fc
    .constantFrom<readonly JsonObject[]>(grants, named)
    .chain((list) => fc.shuffledSubarray([...list], { minLength: list.length }));
  return fc.tuple(fc.constantFrom(...formats), lists, fc.boolean()).map(
    ([some, list, always]): Json => ({
      ...rest,
      ...some,
      ...(list.length === 0 && !always ? {} : { TargetGrants: list }),
    }),
  );
};

/** Another word anywhere, the other way to name objects, or one grant more. */
export const mutated = (declared: Json): fc.Arbitrary<Json> => {
  const { TargetObjectKeyFormat: said, TargetGrants: grants = [] } = declared as JsonObject & Parts;
  const other = said?.PartitionedPrefix === undefined ? { PartitionedPrefix: {} } : { SimplePrefix: {} };
  const stranger = { Grantee: { Type: 'CanonicalUser', ID: 'c'.repeat(64) }, Permission: 'READ' };
  return fc.oneof(
    oneLeafChanged(declared),
    fc.constant({ ...(declared as JsonObject), TargetObjectKeyFormat: other }),
    fc.constant({ ...(declared as JsonObject), TargetGrants: [...grants, stranger] }),
  );
};
