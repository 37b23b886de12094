import { describe, expect, it } from 'vitest';
import { accelerate } from '../../controller/aspects/accelerate.js';
import type { Json } from '../../controller/domain/json.js';
import { account, beside, bucket, situationOf } from './access-situation.js';
import { notApplicableBy, whereItIsRefused } from './refused-read.js';

const write = (found: Json, wanted: Json) =>
  accelerate.write(
    situationOf('accelerate', {
      found: { accelerate: found },
      wanted: { accelerate: wanted },
      repairs: ['accelerate'],
    }),
  );

describe('acceleration', () => {
  it.each<[Json, Json]>([
    [{}, { Status: 'Enabled' }],
    [{ Status: 'Enabled' }, { Status: 'Suspended' }],
  ])('from %j to %j is one put', (found, wanted) => {
    expect(write(found, wanted)).toEqual([
      {
        id: 'accelerate.put',
        aspect: 'accelerate',
        service: 's3',
        operation: 'PutBucketAccelerateConfiguration',
        input: { Bucket: bucket.name, ExpectedBucketOwner: account, AccelerateConfiguration: wanted },
        effect: 'restore',
        leaves: { kind: 'value', value: wanted },
      },
    ]);
  });

  it.each(notApplicableBy)('is no setting of a bucket where S3 answers %s', async (code) => {
    expect(await whereItIsRefused('accelerate', code)).toMatchObject({ kind: 'notApplicable' });
  });

  it('cannot be had with a dot in the name of the bucket, and suspended it always is there', () => {
    const dotted = { ...bucket, name: 'heron.ledger' };
    const nothing = beside({});
    expect(accelerate.unreachable?.({ Status: 'Enabled' }, nothing, dotted)).toMatch(
      /^S3 accelerates no bucket/,
    );
    expect(accelerate.unreachable?.({ Status: 'Suspended' }, nothing, dotted)).toBeUndefined();
    expect(accelerate.unreachable?.({ Status: 'Enabled' }, nothing, bucket)).toBeUndefined();
  });
});
