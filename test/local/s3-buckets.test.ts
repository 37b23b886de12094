import {
  CreateBucketCommand,
  GetBucketAclCommand,
  GetBucketLocationCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  ListBucketsCommand,
  PutBucketAclCommand,
  paginateListBuckets,
} from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freshBucket, OWNER, refusal, type S3World, STRANGER, startS3 } from './s3-world.js';

let aws: S3World;
beforeAll(async () => {
  aws = await startS3();
});
beforeEach(() => aws.world.buckets.clear());
afterEach(() => aws.world.faults.clear());
afterAll(() => aws.stop());

describe('ListBuckets', () => {
  it('gives all buckets of the account in pages, with their regions', async () => {
    const { s3 } = aws.clients();
    const names = ['p-0', 'p-1', 'p-2', 'p-3', 'p-4'];
    for (const Bucket of names.toReversed()) await freshBucket(s3, { Bucket });
    await freshBucket(aws.clients(OWNER, 'eu-west-1').s3, { Bucket: 'q-elsewhere' });
    await freshBucket(aws.clients(STRANGER).s3, { Bucket: 'p-foreign' });
    const pages = [];
    for await (const page of paginateListBuckets({ client: s3, pageSize: 2 }, {}))
      pages.push(page.Buckets ?? []);
    expect(pages.map((page) => page.length)).toEqual([2, 2, 2]);
    expect(pages.flat().map((bucket) => `${bucket.Name} ${bucket.BucketRegion}`)).toEqual([
      ...names.map((name) => `${name} us-east-1`),
      'q-elsewhere eu-west-1',
    ]);
    const some = await s3.send(new ListBucketsCommand({ Prefix: 'p-', BucketRegion: 'us-east-1' }));
    expect(some.Buckets?.map((bucket) => bucket.Name)).toEqual(names);
    expect(await refusal(s3.send(new ListBucketsCommand({ BucketRegion: 'eu-west-1' })))).toBe(
      'InvalidArgument 400',
    );
  });

  it('says nothing of regions when nothing was asked', async () => {
    const { s3 } = aws.clients();
    const Bucket = await freshBucket(s3);
    const { Buckets = [], Owner } = await s3.send(new ListBucketsCommand({}));
    expect(Buckets.map(({ Name, BucketRegion }) => ({ Name, BucketRegion }))).toEqual([
      { Name: Bucket, BucketRegion: undefined },
    ]);
    expect(Owner?.ID).toBe(aws.world.accounts.get(OWNER)?.canonicalId);
  });
});

describe('CreateBucket', () => {
  it('takes region, ownership, ACL, object lock and tags', async () => {
    const { s3 } = aws.clients(OWNER, 'eu-central-1');
    const Bucket = await freshBucket(s3, {
      ObjectOwnership: 'ObjectWriter',
      GrantRead: `id=${aws.world.accounts.get(STRANGER)?.canonicalId}`,
      ObjectLockEnabledForBucket: true,
      CreateBucketConfiguration: { LocationConstraint: 'eu-central-1', Tags: [{ Key: 'a', Value: 'b' }] },
    });
    const location = await aws.clients().s3.send(new GetBucketLocationCommand({ Bucket }));
    expect(location.LocationConstraint).toBe('eu-central-1');
    const { Grants } = await s3.send(new GetBucketAclCommand({ Bucket }));
    expect(Grants?.map((grant) => grant.Permission)).toEqual(['READ']);
    const lock = await s3.send(new GetObjectLockConfigurationCommand({ Bucket }));
    expect(lock.ObjectLockConfiguration).toEqual({ ObjectLockEnabled: 'Enabled' });
    expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe('Enabled');
    expect((await s3.send(new GetBucketTaggingCommand({ Bucket }))).TagSet).toEqual([
      { Key: 'a', Value: 'b' },
    ]);
  });

  it('refuses public ACLs, which the defaults rule out', async () => {
    const { s3 } = aws.clients();
    const create = (input: object) => refusal(freshBucket(s3, { ACL: 'public-read', ...input }));
    expect(await create({})).toBe('InvalidBucketAclWithObjectOwnership 400');
    expect(await create({ ObjectOwnership: 'ObjectWriter' })).toBe(
      'InvalidBucketAclWithBlockPublicAccessError 400',
    );
    expect(aws.world.buckets.size).toBe(0);
  });

  it('refuses names that are taken or wrong, and regions that do not fit', async () => {
    const { s3 } = aws.clients();
    const west = aws.clients(OWNER, 'eu-west-1').s3;
    const Bucket = await freshBucket(west);
    const create = (client: typeof s3, input: object = {}) =>
      refusal(client.send(new CreateBucketCommand({ Bucket, ...input })));
    expect(await create(west)).toBe('BucketAlreadyOwnedByYou 409');
    expect(await create(aws.clients(STRANGER).s3)).toBe('BucketAlreadyExists 409');
    expect(await create(s3, { Bucket: 'Bad_Name' })).toBe('InvalidBucketName 400');
    const CreateBucketConfiguration = { LocationConstraint: 'eu-west-2' as const };
    expect(await create(west, { Bucket: 'new-one', CreateBucketConfiguration })).toBe(
      'IllegalLocationConstraintException 400',
    );
  });

  it('again in us-east-1 succeeds and resets the ACL', async () => {
    const { s3 } = aws.clients();
    const Bucket = await freshBucket(s3, { ObjectOwnership: 'ObjectWriter' });
    await s3.send(
      new PutBucketAclCommand({ Bucket, GrantRead: `id=${aws.world.accounts.get(STRANGER)?.canonicalId}` }),
    );
    await s3.send(new CreateBucketCommand({ Bucket }));
    const { Grants } = await s3.send(new GetBucketAclCommand({ Bucket }));
    expect(Grants?.map((grant) => grant.Permission)).toEqual(['FULL_CONTROL']);
  });
});
