import fc from 'fast-check';
import type { Json, JsonObject } from '../../../controller/domain/json.js';
import { anyOrder, id, narrower, type One, otherwise, several } from './identified.js';

const destination = fc
  .record(
    {
      AccountId: fc.constantFrom('111122223333', '444455556666'),
      Bucket: fc.constantFrom('arn:aws:s3:::reports', 'arn:aws:s3:::reports.of.others'),
      Format: fc.constantFrom('CSV', 'ORC', 'Parquet'),
      Prefix: fc.constantFrom('lists', 'a&b/'),
      Encryption: fc.constantFrom<JsonObject>({ SSES3: {} }, { SSEKMS: { KeyId: 'arn:aws:kms:x:1:key/2' } }),
    },
    { requiredKeys: ['Bucket', 'Format'] },
  )
  .map((S3BucketDestination) => ({ S3BucketDestination }));

const one: fc.Arbitrary<One> = fc.record(
  {
    Id: id,
    IsEnabled: fc.boolean(),
    IncludedObjectVersions: fc.constantFrom('All', 'Current'),
    Schedule: fc.constantFrom('Daily', 'Weekly').map((Frequency) => ({ Frequency })),
    Filter: fc.constantFrom('tmp/', 'a&b/').map((Prefix) => ({ Prefix })),
    OptionalFields: fc.subarray(['Size', 'ETag', 'StorageClass'], { minLength: 1 }),
    Destination: destination,
  },
  { requiredKeys: ['Id', 'IsEnabled', 'IncludedObjectVersions', 'Schedule', 'Destination'] },
);

export const value: fc.Arbitrary<Json> = several(one);

type Parts = {
  readonly Filter?: JsonObject;
  readonly OptionalFields?: readonly string[];
  readonly Destination: { readonly S3BucketDestination: JsonObject };
};

/** In any order, fields in any order, what is empty said or not. */
export const equivalent = (declared: Json): fc.Arbitrary<Json> =>
  anyOrder(declared, (given) => {
    const { Filter, OptionalFields: fields = [], Destination, ...rest } = given as One & Parts;
    const to = Destination.S3BucketDestination;
    return fc
      .tuple(fc.shuffledSubarray([...fields], { minLength: fields.length }), fc.boolean())
      .map(([list, isSaid]): Json => {
        const empty = isSaid ? { Filter: { Prefix: '' } } : {};
        return {
          ...rest,
          ...(Filter === undefined ? empty : { Filter }),
          ...(list.length === 0 && !isSaid ? {} : { OptionalFields: list }),
          Destination: { S3BucketDestination: isSaid ? { Prefix: '', ...to } : to },
        };
      });
  });

/** Another word anywhere, one more or less, another part of the bucket, or another bucket to go to. */
export const mutated = (declared: Json): fc.Arbitrary<Json> =>
  otherwise(declared, [
    narrower,
    { OptionalFields: ['ObjectOwner'] },
    { Destination: { S3BucketDestination: { Bucket: 'arn:aws:s3:::thiefs', Format: 'CSV' } } },
  ]);
