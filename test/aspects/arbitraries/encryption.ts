import fc from 'fast-check';
import type { Json, JsonObject } from '../../../controller/domain/json.js';
import { oneLeafChanged } from '../one-leaf.js';

const key = fc
  .uuid()
  .chain((id) => fc.constantFrom(id, `mrk-${id.replaceAll('-', '')}`))
  .map((id) => `arn:aws:kms:us-east-1:111122223333:key/${id}`);
const blocked = fc.constantFrom(['SSE-C'], ['NONE']);
const form = (SSEAlgorithm: string, more: Readonly<Record<string, fc.Arbitrary<Json>>>): fc.Arbitrary<Json> =>
  fc.record(
    { SSEAlgorithm: fc.constant(SSEAlgorithm), BlockedEncryptionTypes: blocked, ...more },
    { requiredKeys: ['SSEAlgorithm'] },
  );

export const value: fc.Arbitrary<Json> = fc.oneof(
  form('AES256', { BucketKeyEnabled: fc.constant(false) }),
  form('aws:kms', { KMSMasterKeyID: key, BucketKeyEnabled: fc.boolean() }),
  form('aws:kms:dsse', { KMSMasterKeyID: key, BucketKeyEnabled: fc.constant(false) }),
);

/** A missing bucket key is off, a missing block is NONE; what the baseline leaves open may be anything. */
export const equivalent = (declared: Json): fc.Arbitrary<Json> => {
  const { BucketKeyEnabled = false, BlockedEncryptionTypes, ...rest } = declared as JsonObject;
  const isNone = JSON.stringify(BlockedEncryptionTypes) === '["NONE"]';
  const open = [{}, { BlockedEncryptionTypes: ['NONE'] }, { BlockedEncryptionTypes: [] }];
  const types: readonly JsonObject[] =
    BlockedEncryptionTypes === undefined
      ? [...open, { BlockedEncryptionTypes: ['SSE-C'] }]
      : isNone
        ? open
        : [{ BlockedEncryptionTypes }];
  const bucketKeys: readonly JsonObject[] =
    BucketKeyEnabled === true ? [{ BucketKeyEnabled }] : [{}, { BucketKeyEnabled: false }];
  return fc
    .tuple(fc.constantFrom(...types), fc.constantFrom(...bucketKeys))
    .map(([some, more]): Json => ({ ...rest, ...some, ...more }));
};

/** Another word anywhere, a key that went, one that came, or bucket keys switched. */
export const mutated = (declared: Json): fc.Arbitrary<Json> => {
  const { KMSMasterKeyID, ...rest } = declared as JsonObject;
  const foreign = 'arn:aws:kms:us-east-1:444455556666:key/00000000-0000-0000-0000-000000000000';
  return fc.oneof(
    oneLeafChanged(declared),
    fc.constant(KMSMasterKeyID === undefined ? { ...rest, KMSMasterKeyID: foreign } : rest),
    fc.constant({ ...(declared as JsonObject), BucketKeyEnabled: rest['BucketKeyEnabled'] !== true }),
  );
};
