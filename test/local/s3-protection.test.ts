import {
  DeleteBucketEncryptionCommand,
  DeleteBucketTaggingCommand,
  DeletePublicAccessBlockCommand,
  GetBucketEncryptionCommand,
  GetBucketTaggingCommand,
  GetPublicAccessBlockCommand,
  PutBucketEncryptionCommand,
  PutBucketTaggingCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshBucket, refusal, type S3World, startS3 } from './s3-world.js';

let aws: S3World;
beforeAll(async () => {
  aws = await startS3();
});
afterAll(() => aws.stop());

describe('encryption', () => {
  it('keeps the blocked types when a put does not name them, and goes back to SSE-S3 on delete', async () => {
    const { s3 } = aws.clients();
    const Bucket = await freshBucket(s3);
    const kms = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'alias/one' } as const;
    const put = (rule: object) =>
      s3.send(
        new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: [rule] } }),
      );
    const rules = async () =>
      (await s3.send(new GetBucketEncryptionCommand({ Bucket }))).ServerSideEncryptionConfiguration?.Rules;
    await put({ ApplyServerSideEncryptionByDefault: kms, BucketKeyEnabled: true });
    expect(await rules()).toEqual([
      {
        ApplyServerSideEncryptionByDefault: kms,
        BucketKeyEnabled: true,
        BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] },
      },
    ]);
    await put({
      ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' },
      BlockedEncryptionTypes: { EncryptionType: ['NONE'] },
    });
    expect((await rules())?.[0]?.BlockedEncryptionTypes).toEqual({ EncryptionType: ['NONE'] });
    await put({ ApplyServerSideEncryptionByDefault: kms });
    await s3.send(new DeleteBucketEncryptionCommand({ Bucket }));
    expect((await rules())?.[0]?.ApplyServerSideEncryptionByDefault).toEqual({ SSEAlgorithm: 'AES256' });
  });
});

describe('public access block', () => {
  it('takes a missing flag as off, and is absent after two deletes', async () => {
    const { s3 } = aws.clients();
    const Bucket = await freshBucket(s3);
    await s3.send(
      new PutPublicAccessBlockCommand({
        Bucket,
        PublicAccessBlockConfiguration: { RestrictPublicBuckets: true },
      }),
    );
    const read = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
    expect(read.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: false,
      IgnorePublicAcls: false,
      BlockPublicPolicy: false,
      RestrictPublicBuckets: true,
    });
    await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    expect(await refusal(s3.send(new GetPublicAccessBlockCommand({ Bucket })))).toBe(
      'NoSuchPublicAccessBlockConfiguration 404',
    );
  });
});

describe('tags', () => {
  it('come back as they were put, whatever the text', async () => {
    const { s3 } = aws.clients();
    const Bucket = await freshBucket(s3);
    const unit = fc.constantFrom(...'aZ09 _.:/=+-@äßñЖ漢字'.split(''));
    const text = fc.string({ unit, maxLength: 20 });
    const tag = fc.record({
      Key: text.filter((key) => key !== '' && !/^aws:/i.test(key)),
      Value: text,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(tag, { minLength: 1, maxLength: 5, selector: (one) => one.Key }),
        async (TagSet) => {
          await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
          expect((await s3.send(new GetBucketTaggingCommand({ Bucket }))).TagSet).toEqual(TagSet);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are absent when the set is empty, or deleted twice', async () => {
    const { s3 } = aws.clients();
    const Bucket = await freshBucket(s3);
    await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [{ Key: 'a', Value: 'b' }] } }));
    await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [] } }));
    expect(await refusal(s3.send(new GetBucketTaggingCommand({ Bucket })))).toBe('NoSuchTagSet 404');
    await s3.send(new DeleteBucketTaggingCommand({ Bucket }));
    await s3.send(new DeleteBucketTaggingCommand({ Bucket }));
    expect(await refusal(s3.send(new GetBucketTaggingCommand({ Bucket })))).toBe('NoSuchTagSet 404');
  });
});
