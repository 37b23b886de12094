import fc from 'fast-check';
import type { Json, JsonObject } from '../../../controller/domain/json.js';
import { oneLeafChanged } from '../one-leaf.js';

const expiration = fc.oneof(
  fc.constant({ Expiration: 'DISABLED' }),
  fc.constantFrom(7, 30).map((Days) => ({ Expiration: 'ENABLED', Days })),
);
const on = { ConfigurationState: 'ENABLED' };
const off = { ConfigurationState: 'DISABLED' };
const roles = ['arn:aws:iam::111122223333:role/annotate', 'arn:aws:iam::111122223333:role/other'];

export const value: fc.Arbitrary<Json> = fc.record(
  {
    JournalTableConfiguration: expiration.map((RecordExpiration) => ({ RecordExpiration })),
    InventoryTableConfiguration: fc.constantFrom(on, off),
    AnnotationTableConfiguration: fc.constantFrom(off, ...roles.map((Role) => ({ ...on, Role }))),
  },
  { requiredKeys: ['JournalTableConfiguration'] },
);

/** What is off said or not, how a table is encrypted said or not, and where S3 says that the tables are. */
export const equivalent = (declared: Json): fc.Arbitrary<Json> =>
  fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()).map(([says, encrypted, placed]) => {
    const { JournalTableConfiguration: journal, ...rest } = declared as JsonObject;
    return {
      ...(says ? { InventoryTableConfiguration: off, AnnotationTableConfiguration: off } : {}),
      ...rest,
      JournalTableConfiguration: {
        ...(journal as JsonObject),
        ...(encrypted ? { EncryptionConfiguration: { SseAlgorithm: 'AES256' } } : {}),
      },
      ...(placed ? { TableBucketType: 'aws' } : {}),
    };
  });

/** Another word anywhere, tables of the older kind, or one table more or less. */
export const mutated = (declared: Json): fc.Arbitrary<Json> => {
  const { InventoryTableConfiguration: inventory = off } = declared as Readonly<Record<string, Json>>;
  const isOn = JSON.stringify(inventory) === JSON.stringify(on);
  return fc.oneof(
    oneLeafChanged(declared),
    fc.constant({ ...(declared as JsonObject), TableBucketType: 'customer' }),
    fc.constant({ ...(declared as JsonObject), InventoryTableConfiguration: isOn ? off : on }),
  );
};
