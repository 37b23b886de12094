import { describe, expect, it } from 'vitest';
import { logging } from '../../controller/aspects/logging.js';
import type { Json } from '../../controller/domain/json.js';
import { account, bucket, situationOf } from './access-situation.js';

const write = (found: Json, wanted: Json) =>
  logging.write(
    situationOf('logging', { found: { logging: found }, wanted: { logging: wanted }, repairs: ['logging'] }),
  );
const declared = { TargetBucket: 'heron-logs', TargetPrefix: '' };

describe('access logging', () => {
  it.each<[string, Json, Json, Json]>([
    [
      'is put over another target',
      { TargetBucket: 'elsewhere', TargetPrefix: '' },
      declared,
      { LoggingEnabled: declared },
    ],
    ['is put where there is none', null, declared, { LoggingEnabled: declared }],
    ['is switched off by an empty status', declared, null, {}],
  ])('%s, after everything that closes or protects', (_name, found, wanted, BucketLoggingStatus) => {
    expect(write(found, wanted)).toEqual([
      {
        id: 'logging.put',
        aspect: 'logging',
        service: 's3',
        operation: 'PutBucketLogging',
        input: { Bucket: bucket.name, ExpectedBucketOwner: account, BucketLoggingStatus },
        effect: 'observe',
        leaves: wanted === null ? { kind: 'absent' } : { kind: 'value', value: wanted },
      },
    ]);
  });
});
