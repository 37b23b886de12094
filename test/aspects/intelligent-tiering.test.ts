import { describe, expect, it } from 'vitest';
import { intelligentTiering } from '../../controller/aspects/intelligent-tiering.js';
import { beside, bucket, situationOf } from './access-situation.js';

const tier = (AccessTier: string, Days: number) => ({ AccessTier, Days });
const cold = (...Tierings: readonly ReturnType<typeof tier>[]) => ({
  Id: 'cold',
  Status: 'Enabled',
  Tierings,
});

describe('archive configurations', () => {
  it('are put over hostile ones, which would move objects hours away', () => {
    const steps = intelligentTiering.write(
      situationOf('intelligentTiering', {
        found: { intelligentTiering: [cold(tier('ARCHIVE_ACCESS', 90))] },
        wanted: { intelligentTiering: [cold(tier('DEEP_ARCHIVE_ACCESS', 730))] },
        repairs: ['intelligentTiering'],
      }),
    );
    expect(steps).toMatchObject([
      {
        operation: 'PutBucketIntelligentTieringConfiguration',
        input: { Id: 'cold', IntelligentTieringConfiguration: cold(tier('DEEP_ARCHIVE_ACCESS', 730)) },
        effect: 'restore',
      },
    ]);
  });

  it.each([
    [
      cold(tier('ARCHIVE_ACCESS', 90), tier('ARCHIVE_ACCESS', 100)),
      /^cold: ARCHIVE_ACCESS stands there twice/,
    ],
    [cold(tier('DEEP_ARCHIVE_ACCESS', 179)), /before 180 days/],
    [cold(tier('ARCHIVE_ACCESS', 90), tier('DEEP_ARCHIVE_ACCESS', 180)), undefined],
  ])('%j can be reached, or say why not', (value, expected) => {
    const reason = intelligentTiering.unreachable?.([value], beside({}), bucket);
    if (expected === undefined) expect(reason).toBeUndefined();
    else expect(reason).toMatch(expected);
  });
});
