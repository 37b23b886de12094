import { GetBucketTaggingCommand, PutBucketAbacCommand, PutBucketTaggingCommand } from '@aws-sdk/client-s3';
import {
  DeletePublicAccessBlockCommand,
  GetPublicAccessBlockCommand,
  ListStorageLensConfigurationsCommand,
  ListTagsForResourceCommand,
  PutPublicAccessBlockCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-s3-control';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshBucket, OWNER, refusal, type S3World, STRANGER, startS3 } from './s3-world.js';

let aws: S3World;
beforeAll(async () => {
  aws = await startS3();
});
afterAll(() => aws.stop());

const AccountId = OWNER;

describe('the public access block of an account', () => {
  it('is absent, then as put, then absent again', async () => {
    const { s3control } = aws.clients();
    const get = () => s3control.send(new GetPublicAccessBlockCommand({ AccountId }));
    const absent = 'NoSuchPublicAccessBlockConfiguration 404';
    expect(await refusal(get())).toBe(absent);
    const PublicAccessBlockConfiguration = { BlockPublicAcls: true, IgnorePublicAcls: false };
    await s3control.send(new PutPublicAccessBlockCommand({ AccountId, PublicAccessBlockConfiguration }));
    expect((await get()).PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      IgnorePublicAcls: false,
      BlockPublicPolicy: false,
      RestrictPublicBuckets: false,
    });
    await s3control.send(new DeletePublicAccessBlockCommand({ AccountId }));
    await s3control.send(new DeletePublicAccessBlockCommand({ AccountId }));
    expect(await refusal(get())).toBe(absent);
  });

  it('is for callers of the account only', async () => {
    const { s3control } = aws.clients(STRANGER);
    expect(await refusal(s3control.send(new GetPublicAccessBlockCommand({ AccountId })))).toBe(
      'AccessDenied 403',
    );
  });
});

describe('tags by key', () => {
  it('change the same set as the classic calls, one key at a time, also under ABAC', async () => {
    const { s3, s3control } = aws.clients();
    const Bucket = await freshBucket(s3);
    const ResourceArn = `arn:aws:s3:::${Bucket}`;
    const list = async () =>
      (await s3control.send(new ListTagsForResourceCommand({ AccountId, ResourceArn }))).Tags;
    expect(await list()).toEqual([]);
    const TagSet = [
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '2' },
    ];
    await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
    await s3.send(new PutBucketAbacCommand({ Bucket, AbacStatus: { Status: 'Enabled' } }));
    const Tags = [
      { Key: 'b', Value: 'two' },
      { Key: 'c', Value: '' },
    ];
    await s3control.send(new TagResourceCommand({ AccountId, ResourceArn, Tags }));
    expect(await list()).toEqual([{ Key: 'a', Value: '1' }, ...Tags]);
    await s3control.send(new UntagResourceCommand({ AccountId, ResourceArn, TagKeys: ['a', 'b', 'never'] }));
    expect((await s3.send(new GetBucketTaggingCommand({ Bucket }))).TagSet).toEqual([
      { Key: 'c', Value: '' },
    ]);
  });

  it('of AWS services are protected, and there are at most 50', async () => {
    const { s3, s3control } = aws.clients();
    const Bucket = await freshBucket(s3);
    const ResourceArn = `arn:aws:s3:::${Bucket}`;
    const tag = (...keys: string[]) => {
      const Tags = keys.map((Key) => ({ Key, Value: 'new' }));
      return refusal(s3control.send(new TagResourceCommand({ AccountId, ResourceArn, Tags })));
    };
    aws.world.buckets.get(Bucket)?.documents.set('tagging', { TagSet: [{ Key: 'aws:stack', Value: 'v' }] });
    expect(await tag('aws:other')).toBe('InvalidTag 400');
    expect(await tag('aws:stack')).toBe('InvalidTag 400');
    const TagKeys = ['aws:stack'];
    expect(await refusal(s3control.send(new UntagResourceCommand({ AccountId, ResourceArn, TagKeys })))).toBe(
      'InvalidTag 400',
    );
    expect(await tag(...Array.from({ length: 50 }, (_, n) => `k${n}`))).toBe('TooManyTagsException 400');
    expect(await tag(...Array.from({ length: 49 }, (_, n) => `k${n}`))).toBeUndefined();
  });

  it('need a bucket that is there and one own', async () => {
    const { s3control } = aws.clients();
    const foreign = await freshBucket(aws.clients(STRANGER).s3);
    const list = (ResourceArn: string) =>
      refusal(s3control.send(new ListTagsForResourceCommand({ AccountId, ResourceArn })));
    expect(await list('arn:aws:s3:::nowhere')).toBe('NoSuchBucket 404');
    expect(await list(`arn:aws:s3:::${foreign}`)).toBe('AccessDenied 403');
    expect(await list('arn:aws:s3:us-east-1:111122223333:accesspoint/a')).toBe('InvalidRequest 400');
  });
});

it('answers 501 for what it does not know', async () => {
  const { s3control } = aws.clients();
  expect(await refusal(s3control.send(new ListStorageLensConfigurationsCommand({ AccountId })))).toBe(
    'NotImplemented 501',
  );
});
