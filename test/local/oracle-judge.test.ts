import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  PutBucketAclCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import {
  PutPublicAccessBlockCommand as PutAccountBlock,
  DeletePublicAccessBlockCommand as RemoveAccountBlock,
} from '@aws-sdk/client-s3-control';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newBucket } from '../../deploy/local/s3/birth.js';
import { type LocalAws, startLocalAws } from '../../deploy/local/start.js';
import { clientsOf } from './gateway-clients.js';

const AccountId = '111122223333';
const Bucket = 'heron';
const closed = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};
const website = (Action: string | string[] = 's3:GetObject') =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action, Resource: `arn:aws:s3:::${Bucket}/*` }],
  });

let aws: LocalAws;
beforeEach(async () => {
  aws = await startLocalAws();
});
afterEach(() => aws.stop());

const human = () => clientsOf(aws.endpoint, aws.credentialsFor(AccountId));
const controller = () => clientsOf(aws.endpoint, aws.credentialsFor(AccountId, 'snapback-writer'));
const seen = () =>
  aws.world.oracle.violations.map(({ bucket, request, before, after }) => [
    bucket,
    request.operation,
    before,
    after,
  ]);

/** A bucket of the old days, open if asked to be, put into the world past S3's door. */
function oldBucket(policy?: string): void {
  const account = aws.world.accounts.get(AccountId);
  if (account === undefined) throw new Error('no such account');
  const bucket = newBucket({
    name: Bucket,
    account,
    region: 'us-east-1',
    createdAt: new Date(0),
    bornIn2019: true,
  });
  if (policy !== undefined) bucket.documents.set('policy', policy);
  aws.world.buckets.set(Bucket, bucket);
}

describe('the judge', () => {
  it('convicts the controller that opens, and not the human who does the same', async () => {
    oldBucket();
    await human().s3.send(new PutBucketPolicyCommand({ Bucket, Policy: website() }));
    expect(aws.world.oracle.grants(Bucket)).toEqual(['world:read']);
    expect(seen()).toEqual([]);
    await controller().s3.send(
      new PutBucketPolicyCommand({ Bucket, Policy: website(['s3:GetObject', 's3:PutObject']) }),
    );
    expect(seen()).toEqual([[Bucket, 'PutBucketPolicy', ['world:read'], ['world:read', 'world:write']]]);
  });

  it('acquits the controller that opens what is declared', async () => {
    oldBucket();
    aws.world.oracle.declare(Bucket, ['world:read']);
    await controller().s3.send(new PutBucketPolicyCommand({ Bucket, Policy: website() }));
    expect(aws.world.oracle.grants(Bucket)).toEqual(['world:read']);
    expect(seen()).toEqual([]);
  });

  it('acquits the controller that leaves open what it found, also when it was opened past the door', async () => {
    oldBucket(website());
    await controller().s3.send(new PutBucketAclCommand({ Bucket, ACL: 'private' }));
    expect(aws.world.oracle.grants(Bucket)).toEqual(['world:read']);
    expect(seen()).toEqual([]);
  });

  it('convicts on taking a lid off, since what lies beneath is open', async () => {
    oldBucket(website());
    await human().s3.send(
      new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: closed }),
    );
    expect(aws.world.oracle.grants(Bucket)).toEqual([]);
    await controller().s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    expect(seen()).toEqual([[Bucket, 'DeletePublicAccessBlock', [], ['world:read']]]);
  });

  it('convicts on the account level for each bucket beneath', async () => {
    oldBucket(website());
    await human().s3control.send(new PutAccountBlock({ AccountId, PublicAccessBlockConfiguration: closed }));
    expect(aws.world.oracle.grants(Bucket)).toEqual([]);
    await controller().s3control.send(new RemoveAccountBlock({ AccountId }));
    expect(seen()).toEqual([[Bucket, 'DeletePublicAccessBlock', [], ['world:read']]]);
  });

  it('convicts although the controller never saw the reply', async () => {
    oldBucket();
    aws.world.faults.add({ operation: 'PutBucketAcl', fault: { kind: 'replyLost' }, count: 1 });
    const put = controller().s3.send(new PutBucketAclCommand({ Bucket, ACL: 'public-read' }));
    await expect(put).rejects.toThrow();
    expect(seen()).toEqual([[Bucket, 'PutBucketAcl', [], ['world:read']]]);
  });

  it('does not convict on a refused attempt, since nothing came open', async () => {
    await human().s3.send(new CreateBucketCommand({ Bucket }));
    const put = controller().s3.send(new PutBucketPolicyCommand({ Bucket, Policy: website() }));
    await expect(put).rejects.toMatchObject({ name: 'AccessDenied' });
    expect(seen()).toEqual([]);
  });
});

it('keeps the history of who made which bucket how open', async () => {
  await human().s3.send(new CreateBucketCommand({ Bucket }));
  await human().s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
  const OwnershipControls = { Rules: [{ ObjectOwnership: 'ObjectWriter' as const }] };
  await human().s3.send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls }));
  await human().s3.send(new PutBucketAclCommand({ Bucket, ACL: 'public-read-write' }));
  await controller().s3.send(
    new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: closed }),
  );
  const root = `arn:aws:iam::${AccountId}:root`;
  expect(aws.world.oracle.history(Bucket)).toMatchObject([
    { operation: 'CreateBucket', principal: root, grants: [] },
    { operation: 'DeletePublicAccessBlock', principal: root, grants: [] },
    { operation: 'PutBucketOwnershipControls', principal: root, grants: [] },
    { operation: 'PutBucketAcl', principal: root, grants: ['world:read', 'world:write'] },
    {
      operation: 'PutPublicAccessBlock',
      principal: `arn:aws:sts::${AccountId}:assumed-role/snapback-writer/local`,
      grants: [],
    },
  ]);
});

it('counts calls by principal and lists what the controller changed', async () => {
  await human().s3.send(new CreateBucketCommand({ Bucket }));
  expect(aws.world.calls.mutationsByController).toEqual([]);
  await controller().s3.send(
    new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: closed }),
  );
  await human().s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: closed }));
  expect(aws.world.calls.mutationsByController.map(({ operation }) => operation)).toEqual([
    'PutPublicAccessBlock',
  ]);
  expect(aws.world.calls.of('PutPublicAccessBlock')).toBe(2);
  expect(aws.world.calls.of('PutPublicAccessBlock', 'role')).toBe(1);
});
