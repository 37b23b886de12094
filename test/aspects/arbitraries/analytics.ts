import fc from 'fast-check';
import type { Json, JsonObject } from '../../../controller/domain/json.js';
import {
  anyOrder,
  filter,
  filterSpellings,
  id,
  narrower,
  type One,
  otherwise,
  several,
} from './identified.js';

const exported = fc
  .record(
    {
      BucketAccountId: fc.constantFrom('111122223333', '444455556666'),
      Bucket: fc.constantFrom('arn:aws:s3:::reports', 'arn:aws:s3:::reports.of.others'),
      Format: fc.constant('CSV'),
      Prefix: fc.constantFrom('use', 'a&b/'),
    },
    { requiredKeys: ['Bucket', 'Format'] },
  )
  .map((S3BucketDestination) => ({
    DataExport: { OutputSchemaVersion: 'V_1', Destination: { S3BucketDestination } },
  }));

const one: fc.Arbitrary<One> = fc.record(
  { Id: id, Filter: filter, StorageClassAnalysis: fc.oneof(fc.constant({}), exported) },
  { requiredKeys: ['Id', 'StorageClassAnalysis'] },
);

export const value: fc.Arbitrary<Json> = several(one);

type Export = { readonly Destination: { readonly S3BucketDestination: JsonObject } };

/** In any order, the filter in other words, an empty prefix said or not. */
export const equivalent = (declared: Json): fc.Arbitrary<Json> =>
  anyOrder(declared, ({ Filter, StorageClassAnalysis: analysis, ...rest }) => {
    const { DataExport: given } = analysis as { readonly DataExport?: JsonObject & Export };
    const spellings: readonly JsonObject[] =
      Filter === undefined
        ? [{}, { Filter: { Prefix: '' } }]
        : filterSpellings(Filter as JsonObject).map((spelling) => ({ Filter: spelling }));
    return fc.tuple(fc.constantFrom(...spellings), fc.boolean()).map(([spelling, isSaid]): Json => {
      if (given === undefined || !isSaid)
        return { ...rest, ...spelling, StorageClassAnalysis: analysis ?? {} };
      const S3BucketDestination = { Prefix: '', ...given.Destination.S3BucketDestination };
      const DataExport = { ...given, Destination: { S3BucketDestination } };
      return { ...rest, ...spelling, StorageClassAnalysis: { DataExport } };
    });
  });

const leak = {
  DataExport: {
    OutputSchemaVersion: 'V_1',
    Destination: { S3BucketDestination: { Bucket: 'arn:aws:s3:::thiefs', Format: 'CSV' } },
  },
};

/** Another word anywhere, one more or less, another part of the bucket, or an export to somebody else. */
export const mutated = (declared: Json): fc.Arbitrary<Json> =>
  otherwise(declared, [narrower, { StorageClassAnalysis: leak }]);
