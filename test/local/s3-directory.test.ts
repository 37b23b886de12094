import {
  DeleteBucketCommand,
  GetBucketAclCommand,
  GetBucketEncryptionCommand,
  GetBucketPolicyCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListDirectoryBucketsCommand,
  type ListDirectoryBucketsCommandOutput,
  PutBucketEncryptionCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDirectory } from './directory-world.js';
import { freshBucket, OWNER, refusal, type S3World, STRANGER, startS3 } from './s3-world.js';

let aws: S3World;
let s3: S3Client;
let Bucket: string;

beforeAll(async () => {
  aws = await startS3();
  s3 = aws.clients().s3;
  Bucket = await createDirectory(s3, 'data');
});
afterAll(() => aws.stop());

const keyOf = (id: string): string => `arn:aws:kms:us-east-1:${OWNER}:key/${id}`;
const encrypt = (SSEAlgorithm: 'AES256' | 'aws:kms' | 'aws:kms:dsse', KMSMasterKeyID?: string) =>
  refusal(
    s3.send(
      new PutBucketEncryptionCommand({
        Bucket,
        ServerSideEncryptionConfiguration: {
          Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm, KMSMasterKeyID } }],
        },
      }),
    ),
  );
const policy = (Action: string, Resource: string, Principal: unknown = { AWS: STRANGER }) =>
  refusal(
    s3.send(
      new PutBucketPolicyCommand({
        Bucket,
        Policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal, Action, Resource }],
        }),
      }),
    ),
  );

it('directory buckets are in a list of their own, in their region alone', async () => {
  await freshBucket(s3, { Bucket: 'general' });
  const named = ({ Buckets = [] }: ListDirectoryBucketsCommandOutput) => Buckets.map(({ Name }) => Name);
  expect(named(await s3.send(new ListBucketsCommand({})))).toEqual(['general']);
  const asked = new ListDirectoryBucketsCommand({ MaxDirectoryBuckets: 10 });
  expect(named(await s3.send(asked))).toEqual([Bucket]);
  expect(named(await aws.clients(OWNER, 'us-west-2').s3.send(asked))).toEqual([]);
  expect(named(await aws.clients(STRANGER).s3.send(asked))).toEqual([]);
});

it.each<[string, (s3: S3Client) => Promise<unknown>, string]>([
  ['ACLs', (one) => one.send(new GetBucketAclCommand({ Bucket })), 'NotImplemented 501'],
  [
    'classic tags',
    (one) => one.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [] } })),
    'NotImplemented 501',
  ],
  [
    'an expected owner',
    (one) => one.send(new GetBucketPolicyCommand({ Bucket, ExpectedBucketOwner: OWNER })),
    'NotImplemented 501',
  ],
  ['HeadBucket at the endpoint of settings', (one) => one.send(new HeadBucketCommand({ Bucket })), '501'],
  ['no policy', (one) => one.send(new GetBucketPolicyCommand({ Bucket })), 'NoSuchBucketPolicy 404'],
])('a directory bucket has %s refused', async (_, send, told) => {
  expect(await refusal(send(s3))).toContain(told);
});

it('has one customer key as long as it lives, and its bucket key is always on', async () => {
  expect(await encrypt('aws:kms:dsse', keyOf('a'))).toBe('MalformedXML 400');
  expect(await encrypt('aws:kms')).toBe('MalformedXML 400');
  expect(await encrypt('aws:kms', keyOf('a'))).toBeUndefined();
  expect(await encrypt('AES256')).toBeUndefined();
  expect(await encrypt('aws:kms', keyOf('b'))).toBe('InvalidRequest 400');
  expect(await encrypt('aws:kms', keyOf('a'))).toBeUndefined();
  const { ServerSideEncryptionConfiguration: found } = await s3.send(
    new GetBucketEncryptionCommand({ Bucket }),
  );
  expect(found?.Rules).toMatchObject([{ BucketKeyEnabled: true }]);
});

it('takes a policy of its own actions and for itself, and none that is public', async () => {
  const arn = `arn:aws:s3express:us-east-1:${OWNER}:bucket/${Bucket}`;
  expect(await policy('s3:GetObject', arn)).toBe('MalformedPolicy 400');
  expect(await policy('s3express:CreateSession', `arn:aws:s3:::${Bucket}`)).toBe('MalformedPolicy 400');
  expect(await policy('s3express:CreateSession', arn, '*')).toBe('AccessDenied 403');
  expect(await policy('s3express:CreateSession', arn)).toBeUndefined();
  expect(aws.world.oracle.grants(Bucket)).toEqual([`account:${STRANGER}:write`]);
});

it('is told of by its own service', async () => {
  const other = await createDirectory(s3, 'gone');
  await s3.send(new DeleteBucketCommand({ Bucket: other }));
  const ends = aws.world.events.filter(({ eventName }) => eventName === 'DeleteBucket');
  expect(ends).toMatchObject([
    {
      eventSource: 's3express.amazonaws.com',
      requestParameters: { bucketName: other },
      resources: [{ ARN: `arn:aws:s3express:us-east-1:${OWNER}:bucket/${other}` }],
    },
  ]);
});
