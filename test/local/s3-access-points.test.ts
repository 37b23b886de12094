import { DeletePublicAccessBlockCommand, PutPublicAccessBlockCommand } from '@aws-sdk/client-s3';
import {
  CreateAccessPointCommand,
  type CreateAccessPointCommandInput,
  DeleteAccessPointCommand,
  DeleteAccessPointPolicyCommand,
  GetAccessPointCommand,
  GetAccessPointPolicyCommand,
  GetAccessPointPolicyStatusCommand,
  ListAccessPointsCommand,
  PutAccessPointPolicyCommand,
} from '@aws-sdk/client-s3-control';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshBucket, OWNER, refusal, type S3World, startS3 } from './s3-world.js';

let aws: S3World;
beforeAll(async () => {
  aws = await startS3();
});
afterAll(() => aws.stop());

const AccountId = OWNER;
const off = {
  BlockPublicAcls: false,
  IgnorePublicAcls: false,
  BlockPublicPolicy: false,
  RestrictPublicBuckets: false,
};
const policyOf = (Name: string, Principal: unknown = '*', Resource?: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal,
        Action: 's3:GetObject',
        Resource: Resource ?? `arn:aws:s3:us-east-1:${OWNER}:accesspoint/${Name}/object/*`,
      },
    ],
  });

async function created(Name: string, more: Partial<CreateAccessPointCommandInput> = {}) {
  const { s3, s3control } = aws.clients();
  const Bucket = await freshBucket(s3);
  const answer = await s3control.send(new CreateAccessPointCommand({ AccountId, Name, Bucket, ...more }));
  return { s3, s3control, Bucket, answer };
}

describe('an access point', () => {
  it('is shown as it was created, with everything blocked unless something is said', async () => {
    const VpcConfiguration = { VpcId: 'vpc-0a1b2c3d' };
    const { s3control, Bucket, answer } = await created('birth', { VpcConfiguration });
    const shown = await s3control.send(new GetAccessPointCommand({ AccountId, Name: 'birth' }));
    expect(shown).toMatchObject({
      Name: 'birth',
      Bucket,
      BucketAccountId: OWNER,
      NetworkOrigin: 'VPC',
      VpcConfiguration,
      Alias: answer.Alias,
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: true,
        RestrictPublicBuckets: true,
      },
    });
    expect(answer.AccessPointArn).toBe(`arn:aws:s3:us-east-1:${OWNER}:accesspoint/birth`);
  });

  it('has nothing blocked where an empty structure says so', async () => {
    const { s3control } = await created('unblocked', { PublicAccessBlockConfiguration: {} });
    const { PublicAccessBlockConfiguration: shown } = await s3control.send(
      new GetAccessPointCommand({ AccountId, Name: 'unblocked' }),
    );
    expect(shown).toEqual(off);
  });

  it('has a name of its own in the account, and goes for good', async () => {
    const { s3control, Bucket } = await created('once');
    const again = new CreateAccessPointCommand({ AccountId, Name: 'once', Bucket });
    expect(await refusal(s3control.send(again))).toBe('AccessPointAlreadyOwnedByYou 409');
    await s3control.send(new DeleteAccessPointCommand({ AccountId, Name: 'once' }));
    const gone = s3control.send(new DeleteAccessPointCommand({ AccountId, Name: 'once' }));
    expect(await refusal(gone)).toBe('NoSuchAccessPoint 404');
  });

  it('is listed with its bucket, page by page, and in its own region alone', async () => {
    const { s3control, Bucket } = await created('page-a');
    await s3control.send(new CreateAccessPointCommand({ AccountId, Name: 'page-b', Bucket }));
    const first = await s3control.send(new ListAccessPointsCommand({ AccountId, Bucket, MaxResults: 1 }));
    const { NextToken } = first;
    const second = await s3control.send(new ListAccessPointsCommand({ AccountId, Bucket, NextToken }));
    const names = [first, second].map(({ AccessPointList: list }) => list?.map(({ Name }) => Name));
    expect([names, second.NextToken]).toEqual([[['page-a'], ['page-b']], undefined]);
    const elsewhere = aws.clients(OWNER, 'eu-west-1').s3control;
    const { AccessPointList: none } = await elsewhere.send(
      new ListAccessPointsCommand({ AccountId, Bucket }),
    );
    expect(none ?? []).toEqual([]);
  });

  it('is recorded without its bucket by the calls on its policy', async () => {
    const { s3control, Bucket } = await created('told');
    const Policy = policyOf('told', { AWS: OWNER });
    await s3control.send(new PutAccessPointPolicyCommand({ AccountId, Name: 'told', Policy }));
    const [creation, put] = aws.world.events.slice(-2);
    expect(creation).toMatchObject({
      eventName: 'CreateAccessPoint',
      requestParameters: { name: 'told', CreateAccessPointRequest: { Bucket } },
    });
    expect(put).toMatchObject({ eventName: 'PutAccessPointPolicy', requestParameters: { name: 'told' } });
    expect([creation, put].map((record) => record?.resources)).toEqual([undefined, undefined]);
  });
});

describe('the policy of an access point', () => {
  it('is absent, then as put, then absent again', async () => {
    const { s3control } = await created('policy');
    const at = { AccountId, Name: 'policy' };
    const get = () => s3control.send(new GetAccessPointPolicyCommand(at));
    const absent = 'NoSuchAccessPointPolicy 404';
    expect(await refusal(get())).toBe(absent);
    const arn = `arn:aws:iam::${OWNER}:root`;
    await s3control.send(
      new PutAccessPointPolicyCommand({ ...at, Policy: policyOf('policy', { AWS: OWNER }) }),
    );
    expect((await get()).Policy).toBe(policyOf('policy', { AWS: arn }));
    await s3control.send(new DeleteAccessPointPolicyCommand(at));
    expect(await refusal(get())).toBe(absent);
    expect(await refusal(s3control.send(new DeleteAccessPointPolicyCommand(at)))).toBe(absent);
  });

  it.each<[string, string, string]>([
    [
      'of another point',
      'arn:aws:s3:us-east-1:111122223333:accesspoint/else/object/*',
      'MalformedPolicy 400',
    ],
    ['of the bucket', 'arn:aws:s3:::bucket-1/*', 'MalformedPolicy 400'],
  ])('is refused with the resource %s', async (what, resource, expected) => {
    const Name = what.replaceAll(' ', '-');
    const { s3control } = await created(Name);
    const Policy = policyOf(Name, { AWS: OWNER }, resource);
    const put = s3control.send(new PutAccessPointPolicyCommand({ AccountId, Name, Policy }));
    expect(await refusal(put)).toBe(expected);
  });

  it('is not public while the point, the bucket or the account blocks that', async () => {
    const Name = 'site';
    const { s3, s3control, Bucket } = await created(Name, { PublicAccessBlockConfiguration: off });
    const put = () =>
      refusal(s3control.send(new PutAccessPointPolicyCommand({ AccountId, Name, Policy: policyOf(Name) })));
    expect(await put()).toBe('AccessDenied 403');
    await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    expect(await put()).toBeUndefined();
    const status = await s3control.send(new GetAccessPointPolicyStatusCommand({ AccountId, Name }));
    expect(status.PolicyStatus).toEqual({ IsPublic: true });
    const PublicAccessBlockConfiguration = { ...off, BlockPublicPolicy: true };
    await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
    expect(await put()).toBe('AccessDenied 403');
  });

  it('is never public where only a VPC reaches the point', async () => {
    const Name = 'inside';
    const { s3control } = await created(Name, { VpcConfiguration: { VpcId: 'vpc-0a1b2c3d' } });
    await s3control.send(new PutAccessPointPolicyCommand({ AccountId, Name, Policy: policyOf(Name) }));
    const status = await s3control.send(new GetAccessPointPolicyStatusCommand({ AccountId, Name }));
    expect(status.PolicyStatus).toEqual({ IsPublic: false });
  });
});
