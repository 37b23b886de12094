import {
  DeleteBucketLifecycleCommand,
  GetBucketLifecycleConfigurationCommand,
  type LifecycleRule,
  PutBucketLifecycleConfigurationCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshBucket, refusal, type S3World, startS3 } from './s3-world.js';

let aws: S3World;
beforeAll(async () => {
  aws = await startS3();
});
afterAll(() => aws.stop());

const oneRule: LifecycleRule[] = [
  { ID: 'expire', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 30 } },
];

const manyRules: LifecycleRule[] = [
  {
    ID: 'and',
    Status: 'Enabled',
    Filter: {
      And: {
        Prefix: 'logs/',
        Tags: [
          { Key: 'a', Value: '1' },
          { Key: 'b', Value: 'x & y <z>' },
        ],
        ObjectSizeGreaterThan: 500,
        ObjectSizeLessThan: 64_000,
      },
    },
    Transitions: [
      { Days: 30, StorageClass: 'STANDARD_IA' },
      { Days: 90, StorageClass: 'GLACIER' },
    ],
    NoncurrentVersionExpiration: { NoncurrentDays: 7, NewerNoncurrentVersions: 3 },
  },
  {
    ID: 'tag',
    Status: 'Disabled',
    Filter: { Tag: { Key: 'k', Value: '' } },
    Expiration: { Date: new Date('2030-01-01T00:00:00Z') },
  },
  {
    ID: 'whole bucket',
    Status: 'Enabled',
    Filter: {},
    AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
  },
];

describe('lifecycle', () => {
  it.each([
    ['one rule', oneRule],
    ['several rules', manyRules],
  ])('comes back as it was put: %s', async (_title, Rules) => {
    const { s3 } = aws.clients();
    const Bucket = await freshBucket(s3);
    await s3.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket,
        LifecycleConfiguration: { Rules },
        TransitionDefaultMinimumObjectSize: 'varies_by_storage_class',
      }),
    );
    const read = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
    expect(read.Rules).toEqual(Rules);
    expect(read.TransitionDefaultMinimumObjectSize).toBe('varies_by_storage_class');
  });

  it('forgets the minimum size when a put does not name it, and gives ids to rules without', async () => {
    const { s3 } = aws.clients();
    const Bucket = await freshBucket(s3);
    const size = 'varies_by_storage_class';
    const LifecycleConfiguration = { Rules: oneRule };
    await s3.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket,
        LifecycleConfiguration,
        TransitionDefaultMinimumObjectSize: size,
      }),
    );
    const anonymous = { Status: 'Enabled', Prefix: '', Expiration: { Days: 1 } } as const;
    await s3.send(
      new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules: [anonymous] } }),
    );
    const read = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
    expect(read.TransitionDefaultMinimumObjectSize).toBe('all_storage_classes_128K');
    expect(read.Rules).toEqual([{ ...anonymous, ID: expect.stringMatching(/^[0-9a-f]{48}$/) }]);
    await s3.send(new DeleteBucketLifecycleCommand({ Bucket }));
    await s3.send(new DeleteBucketLifecycleCommand({ Bucket }));
    expect(await refusal(s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket })))).toBe(
      'NoSuchLifecycleConfiguration 404',
    );
  });
});
