import { describe, expect, it } from 'vitest';
import { metadata } from '../../controller/aspects/metadata.js';
import type { Json, JsonObject } from '../../controller/domain/json.js';
import { account, beside, bucket, situationOf } from './access-situation.js';

const write = (found: Json, wanted: Json) =>
  metadata.write(
    situationOf('metadata', {
      found: { metadata: found },
      wanted: { metadata: wanted },
      repairs: ['metadata'],
    }),
  );
const journal = (Days?: number): JsonObject => ({
  JournalTableConfiguration: {
    RecordExpiration: Days === undefined ? { Expiration: 'DISABLED' } : { Expiration: 'ENABLED', Days },
  },
});
const table = (ConfigurationState: string, more: JsonObject = {}): JsonObject => ({
  ConfigurationState,
  ...more,
});
const key = {
  EncryptionConfiguration: { SseAlgorithm: 'aws:kms', KmsKeyArn: 'arn:aws:kms:eu-west-1:1:key/1' },
};
const own = { Bucket: bucket.name, ExpectedBucketOwner: account };

describe('metadata tables', () => {
  it('are made where there are none, encrypted as declared', () => {
    const wanted = { ...journal(), InventoryTableConfiguration: table('ENABLED', key) };
    expect(write(null, wanted)).toMatchObject([
      {
        id: 'metadata.create',
        operation: 'CreateBucketMetadataConfiguration',
        input: { ...own, MetadataConfiguration: wanted },
        effect: 'observe',
      },
    ]);
  });

  it('are changed one by one, and only where they are other; each step leaves the next as it was found', () => {
    const found = { TableBucketType: 'aws', ...journal(), InventoryTableConfiguration: table('DISABLED') };
    const wanted = { ...journal(7), InventoryTableConfiguration: table('ENABLED', key) };
    expect(write(found, wanted)).toMatchObject([
      {
        id: 'metadata.journal',
        operation: 'UpdateBucketMetadataJournalTableConfiguration',
        input: { ...own, ...journal(7) },
        leaves: { value: { ...journal(7), InventoryTableConfiguration: table('DISABLED') } },
      },
      {
        id: 'metadata.inventory',
        operation: 'UpdateBucketMetadataInventoryTableConfiguration',
        input: { ...own, InventoryTableConfiguration: table('ENABLED', key) },
        leaves: { value: wanted },
      },
    ]);
  });

  it('that nobody declared are switched off, and taken away only where none may be', () => {
    const found = { ...journal(), AnnotationTableConfiguration: table('ENABLED', { Role: 'r' }) };
    expect(write(found, journal())).toMatchObject([
      {
        operation: 'UpdateBucketMetadataAnnotationTableConfiguration',
        input: { AnnotationTableConfiguration: { ConfigurationState: 'DISABLED' } },
      },
    ]);
    expect(write(found, null)).toMatchObject([{ operation: 'DeleteBucketMetadataConfiguration' }]);
  });

  it('of the older kind call a human instead of being thrown away', () => {
    expect(write({ TableBucketType: 'customer', ...journal() }, journal())).toMatchObject({
      kind: 'escalate',
      runbook: expect.stringContaining(
        `delete-bucket-metadata-configuration --bucket ${bucket.name} --expected-bucket-owner ${account}`,
      ),
    });
  });

  it.each([
    [{ Expiration: 'ENABLED' }, true],
    [{ Expiration: 'DISABLED', Days: 7 }, true],
    [{ Expiration: 'ENABLED', Days: 7 }, false],
    [{ Expiration: 'DISABLED' }, false],
  ])('expiring by %j: an error of the baseline? %s', (RecordExpiration, isError) => {
    const said = metadata.unreachable?.(
      { JournalTableConfiguration: { RecordExpiration } },
      beside({}),
      bucket,
    );
    expect(said !== undefined).toBe(isError);
  });
});
