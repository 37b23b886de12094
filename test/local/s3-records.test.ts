import {
  DeletePublicAccessBlockCommand,
  PutBucketAccelerateConfigurationCommand,
  PutBucketAclCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketLoggingCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import { PutPublicAccessBlockCommand as BlockAccount, TagResourceCommand } from '@aws-sdk/client-s3-control';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshBucket, OWNER, refusal, type S3World, startS3 } from './s3-world.js';

const xmlns = 'http://s3.amazonaws.com/doc/2006-03-01/';

let aws: S3World;
let Bucket: string;
beforeAll(async () => {
  aws = await startS3();
  Bucket = await freshBucket(aws.clients().s3, { ObjectOwnership: 'ObjectWriter' });
});
afterAll(() => aws.stop());

/** What CloudTrail keeps of the one call that this makes. */
async function recordOf(call: () => Promise<unknown>) {
  const before = aws.world.events.length;
  const refused = await refusal(call());
  const added = aws.world.events.slice(before);
  expect(added).toHaveLength(1);
  return { refused, record: added[0] };
}

const host = () => new URL(aws.endpoint).host;
const onBucket = () => ({ bucketName: Bucket, Host: host() });

describe('a recorded call', () => {
  it('shows the policy as an object', async () => {
    const Policy = { Version: '2012-10-17', Statement: [] };
    const { refused, record } = await recordOf(() =>
      aws.clients().s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(Policy) })),
    );
    expect(refused).toBe('MalformedPolicy 400');
    expect(record).toMatchObject({ eventName: 'PutBucketPolicy', errorCode: 'MalformedPolicy' });
    expect(record?.requestParameters).toEqual({ ...onBucket(), policy: '', bucketPolicy: Policy });
  });

  it('shows a public access block with booleans, under the name that CloudTrail has for it', async () => {
    const flags = { BlockPublicAcls: true, IgnorePublicAcls: false };
    const { record } = await recordOf(() =>
      aws
        .clients()
        .s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: flags })),
    );
    expect(record?.eventName).toBe('PutBucketPublicAccessBlock');
    expect(record?.requestParameters).toEqual({
      ...onBucket(),
      publicAccessBlock: '',
      PublicAccessBlockConfiguration: { xmlns, ...flags },
    });
  });

  it('shows one rule or tag as an object, several as a list', async () => {
    const { s3 } = aws.clients();
    const Rules = [{ ID: 'a', Status: 'Enabled' as const, Filter: {}, Expiration: { Days: 3 } }];
    const one = await recordOf(() =>
      s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } })),
    );
    expect(one.record?.eventName).toBe('PutBucketLifecycle');
    expect(one.record?.requestParameters['LifecycleConfiguration']).toMatchObject({
      Rule: { ID: 'a', Status: 'Enabled', Expiration: { Days: 3 } },
    });
    const TagSet = [
      { Key: 'a', Value: 'true' },
      { Key: 'b', Value: 'x' },
    ];
    const many = await recordOf(() => s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } })));
    expect(many.record?.requestParameters['Tagging']).toMatchObject({
      TagSet: {
        Tag: [
          { Key: 'a', Value: true },
          { Key: 'b', Value: 'x' },
        ],
      },
    });
  });

  it('shows a canned ACL as its header, and nothing but the namespace of an empty document', async () => {
    const { s3 } = aws.clients();
    const acl = await recordOf(() => s3.send(new PutBucketAclCommand({ Bucket, ACL: 'private' })));
    expect(acl.record?.requestParameters).toEqual({ ...onBucket(), acl: '', 'x-amz-acl': 'private' });
    const off = await recordOf(() =>
      s3.send(new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: {} })),
    );
    expect(off.record?.requestParameters).toEqual({
      ...onBucket(),
      logging: '',
      BucketLoggingStatus: { xmlns },
    });
  });

  it.each([
    ['DeleteBucketPublicAccessBlock', () => new DeletePublicAccessBlockCommand({ Bucket })],
    [
      'PutBucketNotification',
      () => new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: {} }),
    ],
    [
      'PutAccelerateConfiguration',
      () =>
        new PutBucketAccelerateConfigurationCommand({
          Bucket,
          AccelerateConfiguration: { Status: 'Enabled' },
        }),
    ],
  ] as const)('is called %s', async (eventName, command) => {
    const { record } = await recordOf(() =>
      aws.clients().s3.send(command() as DeletePublicAccessBlockCommand),
    );
    expect(record?.eventName).toBe(eventName);
  });

  it('on an account names no bucket; on tags it names the bucket by its ARN', async () => {
    const { s3control } = aws.clients();
    const flags = { BlockPublicAcls: true };
    const block = await recordOf(() =>
      s3control.send(new BlockAccount({ AccountId: OWNER, PublicAccessBlockConfiguration: flags })),
    );
    expect(block.record?.eventName).toBe('PutAccountPublicAccessBlock');
    expect(block.record?.requestParameters).toMatchObject({
      Host: `${OWNER}.s3-control.us-east-1.amazonaws.com`,
      PublicAccessBlockConfiguration: flags,
    });
    expect(block.record?.requestParameters).not.toHaveProperty('bucketName');
    const ResourceArn = `arn:aws:s3:::${Bucket}`;
    const Tags = [{ Key: 'a', Value: 'b' }];
    const tag = await recordOf(() =>
      s3control.send(new TagResourceCommand({ AccountId: OWNER, ResourceArn, Tags })),
    );
    expect(tag.record).toMatchObject({
      eventName: 'TagResource',
      requestParameters: { resourceArn: ResourceArn },
    });
  });
});
