import { describe, expect, it } from 'vitest';
import { tagging } from '../../controller/aspects/tagging.js';
import type { Json } from '../../controller/domain/json.js';
import { account, bucket, situationOf } from './access-situation.js';

const write = (found: Json, wanted: Json) =>
  tagging.write(
    situationOf('tagging', { found: { tagging: found }, wanted: { tagging: wanted }, repairs: ['tagging'] }),
  );

describe('tags', () => {
  it('are put by key, and only those that are missing or other', () => {
    const found = { owner: 'data', stage: 'dev', 'aws:cloudformation:stack-name': 'site', theirs: 'x' };
    const wanted = { owner: 'data', stage: 'prod', cost: '' };
    expect(write(found, wanted)).toEqual([
      {
        id: 'tagging.tag',
        aspect: 'tagging',
        service: 's3control',
        operation: 'TagResource',
        input: {
          AccountId: account,
          ResourceArn: `arn:aws:s3:::${bucket.name}`,
          Tags: [
            { Key: 'stage', Value: 'prod' },
            { Key: 'cost', Value: '' },
          ],
        },
        effect: 'restore',
        leaves: { kind: 'value', value: wanted },
      },
    ]);
  });

  it('are put where there are none', () => {
    expect(write(null, { owner: 'data' })).toMatchObject([
      { input: { Tags: [{ Key: 'owner', Value: 'data' }] } },
    ]);
  });

  it('with a name that every object has by birth are missing all the same', () => {
    expect(write({}, { constructor: 'x' })).toMatchObject([{ input: { Tags: [{ Key: 'constructor' }] } }]);
  });

  it('in the partition of the bucket are named so', () => {
    const situation = situationOf('tagging', {
      wanted: { tagging: { owner: 'data' } },
      repairs: ['tagging'],
    });
    expect(tagging.write({ ...situation, target: { ...bucket, partition: 'aws-cn' } })).toMatchObject([
      { input: { ResourceArn: `arn:aws-cn:s3:::${bucket.name}` } },
    ]);
  });
});
