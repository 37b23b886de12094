import {
  DeletePublicAccessBlockCommand,
  GetBucketAclCommand,
  PutBucketAclCommand,
  type PutBucketAclCommandInput,
  PutBucketOwnershipControlsCommand,
  PutPublicAccessBlockCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshBucket, OWNER, refusal, type S3World, STRANGER, startS3 } from './s3-world.js';

const ALL_USERS = 'http://acs.amazonaws.com/groups/global/AllUsers';

let aws: S3World;
let s3: S3Client;
beforeAll(async () => {
  aws = await startS3();
  s3 = aws.clients().s3;
});
afterAll(() => aws.stop());

const canonicalId = (account: string) => aws.world.accounts.get(account)?.canonicalId ?? '';
const own = (Bucket: string, ObjectOwnership: 'BucketOwnerEnforced' | 'ObjectWriter') =>
  s3.send(
    new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: { Rules: [{ ObjectOwnership }] } }),
  );
const put = (input: PutBucketAclCommandInput) => s3.send(new PutBucketAclCommand(input));

/** Who has what, shortened to the account and the group. */
async function grants(Bucket: string): Promise<string[]> {
  const { Grants = [] } = await s3.send(new GetBucketAclCommand({ Bucket }));
  const names = new Map([OWNER, STRANGER].map((account) => [canonicalId(account), account]));
  return Grants.map(
    ({ Grantee, Permission }) => `${names.get(Grantee?.ID ?? '') ?? Grantee?.URI} ${Permission}`,
  );
}

/** A bucket with live ACLs and no public access block. */
async function openBucket(): Promise<string> {
  const Bucket = await freshBucket(s3, { ObjectOwnership: 'ObjectWriter' });
  await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
  return Bucket;
}

describe('an ACL', () => {
  it('cannot be put at all while ACLs are disabled', async () => {
    const Bucket = await freshBucket(s3);
    for (const ACL of ['private', 'public-read'] as const)
      expect(await refusal(put({ Bucket, ACL }))).toBe('AccessControlListNotSupported 400');
  });

  it('cannot be public while BlockPublicAcls is on, but may let accounts in', async () => {
    const Bucket = await freshBucket(s3, { ObjectOwnership: 'ObjectWriter' });
    expect(await refusal(put({ Bucket, ACL: 'public-read' }))).toBe('AccessDenied 403');
    expect(await refusal(put({ Bucket, GrantWrite: `uri="${ALL_USERS}"` }))).toBe('AccessDenied 403');
    await put({ Bucket, GrantRead: `id="${canonicalId(STRANGER)}"` });
    expect(await grants(Bucket)).toEqual([`${STRANGER} READ`]);
  });

  it('is the same by canned name, by headers and by document', async () => {
    const Bucket = await openBucket();
    const ID = canonicalId(OWNER);
    const expected = [`${OWNER} FULL_CONTROL`, `${ALL_USERS} READ`];
    await put({ Bucket, ACL: 'public-read' });
    expect(await grants(Bucket)).toEqual(expected);
    await put({ Bucket, GrantFullControl: `id=${ID}`, GrantRead: `uri=${ALL_USERS}` });
    expect(await grants(Bucket)).toEqual(expected);
    const Grants = [
      { Grantee: { Type: 'CanonicalUser' as const, ID }, Permission: 'FULL_CONTROL' as const },
      { Grantee: { Type: 'Group' as const, URI: ALL_USERS }, Permission: 'READ' as const },
    ];
    await put({ Bucket, AccessControlPolicy: { Owner: { ID }, Grants } });
    expect(await grants(Bucket)).toEqual(expected);
  });

  it('cannot be put in two forms at once, nor for an e-mail address or an unknown group', async () => {
    const Bucket = await openBucket();
    const ID = canonicalId(OWNER);
    const AccessControlPolicy = { Owner: { ID }, Grants: [] };
    expect(await refusal(put({ Bucket, ACL: 'private', GrantRead: `id=${ID}` }))).toBe('InvalidRequest 400');
    expect(await refusal(put({ Bucket, ACL: 'private', AccessControlPolicy }))).toBe('UnexpectedContent 400');
    expect(await refusal(put({ Bucket, GrantRead: 'emailAddress=a@b.example' }))).toBe(
      'MethodNotAllowed 405',
    );
    expect(await refusal(put({ Bucket, GrantRead: 'uri=http://example.com/x' }))).toBe('InvalidArgument 400');
  });
});

describe('what hides an ACL', () => {
  it('IgnorePublicAcls hides public grants from reads; they are back when it falls', async () => {
    const Bucket = await openBucket();
    await put({ Bucket, ACL: 'public-read-write' });
    const PublicAccessBlockConfiguration = { IgnorePublicAcls: true };
    await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
    expect(await grants(Bucket)).toEqual([`${OWNER} FULL_CONTROL`]);
    await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    expect(await grants(Bucket)).toEqual([
      `${OWNER} FULL_CONTROL`,
      `${ALL_USERS} READ`,
      `${ALL_USERS} WRITE`,
    ]);
  });

  it('ACLs can be disabled only over an owner-only ACL, even if the grant is hidden', async () => {
    const Bucket = await openBucket();
    await put({ Bucket, ACL: 'public-read' });
    const PublicAccessBlockConfiguration = { IgnorePublicAcls: true };
    await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
    expect(await refusal(own(Bucket, 'BucketOwnerEnforced'))).toBe('InvalidBucketAclWithObjectOwnership 400');
    await put({ Bucket, ACL: 'private' });
    expect(await refusal(own(Bucket, 'BucketOwnerEnforced'))).toBeUndefined();
    expect(await grants(Bucket)).toEqual([`${OWNER} FULL_CONTROL`]);
  });

  it('disabled ACLs read as owner full control whatever is stored', async () => {
    const Bucket = await openBucket();
    await put({ Bucket, GrantRead: `id=${canonicalId(STRANGER)}` });
    // No call leads here, but old data can: a stored grant under BucketOwnerEnforced.
    aws.world.buckets
      .get(Bucket)
      ?.documents.set('ownershipControls', { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] });
    expect(await grants(Bucket)).toEqual([`${OWNER} FULL_CONTROL`]);
    await own(Bucket, 'ObjectWriter');
    expect(await grants(Bucket)).toEqual([`${STRANGER} READ`]);
  });
});
