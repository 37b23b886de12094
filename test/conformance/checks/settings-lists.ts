import { at, errorOf, send } from '../check.js';
import type { Setting } from './setting.js';

const inventory = {
  Id: 'all',
  IsEnabled: true,
  IncludedObjectVersions: 'All',
  Schedule: { Frequency: 'Daily' },
  Destination: { S3BucketDestination: { Bucket: 'arn:aws:s3:::conformance-lists', Format: 'CSV' } },
};

const ids = (list: unknown): unknown =>
  Array.isArray(list) ? list.map((one) => Reflect.get(Object(one), 'Id')) : [];

/** Settings of which a bucket has any number, by id. */
export const listSettings: readonly Setting[] = [
  {
    read: 'ListBucketInventoryConfigurations',
    write: 'PutBucketInventoryConfiguration',
    remove: 'DeleteBucketInventoryConfiguration',
    id: 'all',
    prepare: (place) => errorOf(send(place, 'CreateBucket', { Bucket: 'conformance-lists' })),
    input: () => ({ InventoryConfiguration: inventory }),
    shows: (output) => ids(at('InventoryConfigurationList')(output)),
    atFirst: [],
    afterPut: ['all'],
  },
  {
    read: 'ListBucketAnalyticsConfigurations',
    write: 'PutBucketAnalyticsConfiguration',
    remove: 'DeleteBucketAnalyticsConfiguration',
    id: 'all',
    input: () => ({ AnalyticsConfiguration: { Id: 'all', StorageClassAnalysis: {} } }),
    shows: (output) => ids(at('AnalyticsConfigurationList')(output)),
    atFirst: [],
    afterPut: ['all'],
  },
  {
    read: 'ListBucketMetricsConfigurations',
    write: 'PutBucketMetricsConfiguration',
    remove: 'DeleteBucketMetricsConfiguration',
    id: 'all',
    input: () => ({ MetricsConfiguration: { Id: 'all' } }),
    shows: (output) => ids(at('MetricsConfigurationList')(output)),
    atFirst: [],
    afterPut: ['all'],
  },
  {
    read: 'ListBucketIntelligentTieringConfigurations',
    write: 'PutBucketIntelligentTieringConfiguration',
    remove: 'DeleteBucketIntelligentTieringConfiguration',
    id: 'all',
    input: () => ({
      IntelligentTieringConfiguration: {
        Id: 'all',
        Status: 'Enabled',
        Tierings: [{ Days: 90, AccessTier: 'ARCHIVE_ACCESS' }],
      },
    }),
    shows: (output) => ids(at('IntelligentTieringConfigurationList')(output)),
    atFirst: [],
    afterPut: ['all'],
  },
];
