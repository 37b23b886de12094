import fc from 'fast-check';
import { isObject, type Json, type JsonObject } from '../../../controller/domain/json.js';
import { oneLeafChanged } from '../one-leaf.js';

/** Buckets that copies may go to; who puts a generated value has to make them, with versions. */
export const copyTargets = ['copies-of-one', 'copies-of-two'] as const;

const on = { Status: 'Enabled' };
const off = { Status: 'Disabled' };
const tag = fc.record({ Key: fc.constantFrom('a', 'b'), Value: fc.constantFrom('', '1') });
const prefix = fc.constantFrom('', 'in/', 'data & more/');
const filter = fc.oneof(
  fc.constant({}),
  fc.record({ Prefix: prefix }),
  fc.record({ Tag: tag }),
  fc.record({
    And: fc.record({
      Prefix: prefix,
      Tags: fc.uniqueArray(tag, { selector: ({ Key }) => Key, minLength: 1 }),
    }),
  }),
);
const fifteen = { Minutes: 15 };
const destination = fc.record(
  {
    Bucket: fc.constantFrom(...copyTargets).map((name) => `arn:aws:s3:::${name}`),
    Account: fc.constantFrom('111122223333', '444455556666'),
    StorageClass: fc.constantFrom('STANDARD_IA', 'GLACIER'),
    ReplicationTime: fc.constant({ ...on, Time: fifteen }),
    Metrics: fc.constantFrom<JsonObject>({ ...on, EventThreshold: fifteen }, on),
  },
  { requiredKeys: ['Bucket'] },
);
const shared = {
  ID: fc.constantFrom('first rule', 'other rule', 'r-3'),
  Status: fc.constantFrom('Enabled', 'Disabled'),
  Destination: destination,
};
const second = fc.record(
  {
    ...shared,
    Filter: filter,
    DeleteMarkerReplication: fc.constantFrom(on, off),
    SourceSelectionCriteria: fc.constantFrom<JsonObject>(
      { SseKmsEncryptedObjects: on },
      { ReplicaModifications: on, SseKmsEncryptedObjects: on },
    ),
    ExistingObjectReplication: fc.constant(on),
  },
  { requiredKeys: ['Status', 'Destination', 'Filter', 'DeleteMarkerReplication'] },
);
const first = fc.record({ ...shared, Prefix: prefix }, { requiredKeys: ['Status', 'Destination', 'Prefix'] });

type Rule = { readonly ID?: string } & JsonObject;
const told = (rule: Rule): string => rule.ID ?? JSON.stringify(rule);
const rules: fc.Arbitrary<readonly Rule[]> = fc.oneof(
  fc
    .uniqueArray(second, { selector: told, minLength: 1, maxLength: 4 })
    .map((some) => some.map((rule, Priority) => ({ ...rule, Priority }))),
  fc.uniqueArray(first, { selector: ({ Prefix }) => Prefix, minLength: 1, maxLength: 3 }).map((some) =>
    // One ID each, or none.
    some.map(({ ID, ...rule }, at) => (ID === undefined ? rule : { ...rule, ID: `${ID} ${at}` })),
  ),
);

export const value: fc.Arbitrary<Json> = fc.record({
  Role: fc.constantFrom('arn:aws:iam::111122223333:role/copy', 'arn:aws:iam::111122223333:role/x/copy'),
  Rules: rules as fc.Arbitrary<readonly Json[]>,
});

type Declared = { readonly Role: string; readonly Rules: readonly Rule[] };

/** What is off said or not, one predicate alone or under `And`, and the IDs that S3 gives to those without. */
const otherwise = (rule: Rule, at: number, says: boolean): Rule => {
  const { Filter, SourceSelectionCriteria, Destination, ...rest } = rule;
  const given = { ID: `given ${at}`, ...rest };
  if (!says) return { ...rule, ...given };
  return {
    ...given,
    ExistingObjectReplication: off,
    ...('ExistingObjectReplication' in rest ? rest : {}),
    ...(Filter === undefined ? {} : { Filter: nested(Filter as JsonObject) }),
    SourceSelectionCriteria: {
      ReplicaModifications: off,
      ...(isObject(SourceSelectionCriteria) ? (SourceSelectionCriteria as JsonObject) : {}),
    },
    Destination: { Metrics: off, ReplicationTime: { ...off, Time: fifteen }, ...(Destination as JsonObject) },
  };
};
const nested = ({ Tag, ...rest }: JsonObject): JsonObject =>
  Tag === undefined ? rest : { And: { Tags: [Tag], ...rest } };

export const equivalent = (declared: Json): fc.Arbitrary<Json> => {
  const { Role, Rules } = declared as unknown as Declared;
  return fc
    .tuple(fc.boolean(), fc.shuffledSubarray([...Rules], { minLength: Rules.length }))
    .map(([says, list]) => ({ Role, Rules: list.map((rule, at) => otherwise(rule, at, says)) }));
};

/** Another word anywhere, a rule that went, one that came, or one that is there twice. */
export const mutated = (declared: Json): fc.Arbitrary<Json> => {
  const { Role, Rules } = declared as unknown as Declared;
  const [one] = Rules;
  const stranger = { ...one, ID: 'stranger', Destination: { Bucket: 'arn:aws:s3:::elsewhere' } };
  return fc.oneof(
    oneLeafChanged(declared),
    fc.constant({ Role, Rules: Rules.slice(1) }),
    fc.constant({ Role, Rules: [...Rules, stranger] }),
    fc.constant({ Role, Rules: [...Rules, { ...one, ID: 'copy' }] }),
  );
};
