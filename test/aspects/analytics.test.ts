import { describe, expect, it } from 'vitest';
import { analytics } from '../../controller/aspects/analytics.js';
import type { Json, JsonObject } from '../../controller/domain/json.js';
import { situationOf } from './access-situation.js';

const exportTo = (bucket: string): JsonObject => ({
  DataExport: {
    OutputSchemaVersion: 'V_1',
    Destination: { S3BucketDestination: { Bucket: `arn:aws:s3:::${bucket}`, Format: 'CSV' } },
  },
});
const usage = (StorageClassAnalysis: JsonObject): JsonObject => ({ Id: 'usage', StorageClassAnalysis });
const effects = (found: Json, wanted: Json) => {
  const steps = analytics.write(
    situationOf('analytics', {
      found: { analytics: found },
      wanted: { analytics: wanted },
      repairs: ['analytics'],
    }),
  );
  return 'kind' in steps ? steps : steps.map(({ operation, effect }) => [operation, effect]);
};
const put = 'PutBucketAnalyticsConfiguration';
const remove = 'DeleteBucketAnalyticsConfiguration';

describe('analytics', () => {
  it.each<[string, Json, Json, Json]>([
    ['that nobody declared', [usage({})], null, [[remove, 'close']]],
    ['that export where none was declared', [usage(exportTo('thiefs'))], [usage({})], [[put, 'close']]],
    ['that export elsewhere', [usage(exportTo('thiefs'))], [usage(exportTo('reports'))], [[put, 'close']]],
    ['that do not export', [usage({})], [usage(exportTo('reports'))], [[put, 'observe']]],
    ['that are not there', null, [usage(exportTo('reports'))], [[put, 'observe']]],
  ])('%s are put right', (_name, found, wanted, expected) => {
    expect(effects(found, wanted)).toEqual(expected);
  });
});
