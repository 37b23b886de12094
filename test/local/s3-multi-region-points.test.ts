import {
  CreateMultiRegionAccessPointCommand,
  DescribeMultiRegionAccessPointOperationCommand,
  GetMultiRegionAccessPointCommand,
  GetMultiRegionAccessPointPolicyStatusCommand,
  ListMultiRegionAccessPointsCommand,
  PutMultiRegionAccessPointPolicyCommand,
} from '@aws-sdk/client-s3-control';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  createMultiRegionPoint,
  multiRegionPolicies,
  type Owner,
  oregon,
  putMultiRegionPolicy,
  withoutMultiRegionPoints,
} from './multi-region-world.js';
import { freshBucket, OWNER, refusal, type S3World, STRANGER, startS3 } from './s3-world.js';

let aws: S3World;
let owner: Owner;
let Regions: readonly { readonly Bucket: string }[];
const AccountId = OWNER;
const off = {
  BlockPublicAcls: false,
  IgnorePublicAcls: false,
  BlockPublicPolicy: false,
  RestrictPublicBuckets: false,
};

beforeAll(async () => {
  aws = await startS3();
  owner = { client: aws.clients(OWNER, oregon).s3control, AccountId };
  const west = aws.clients(OWNER, 'us-west-2').s3;
  Regions = [{ Bucket: await freshBucket(aws.clients().s3) }, { Bucket: await freshBucket(west) }];
});
afterAll(() => aws.stop());

const letting = (alias: string, AWS: unknown = STRANGER) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS },
      Action: 's3:GetObject',
      Resource: `arn:aws:s3::${OWNER}:accesspoint/${alias}/object/*`,
    },
  ],
});
const point = (Name: string, block?: typeof off) =>
  createMultiRegionPoint(owner, {
    Name,
    Regions: [...Regions],
    ...(block === undefined ? {} : { PublicAccessBlock: block }),
  });

it('is shown as it was created, with everything blocked, and goes with its policies', async () => {
  const Alias = await point('born');
  const { AccessPoint: shown } = await owner.client.send(
    new GetMultiRegionAccessPointCommand({ AccountId, Name: 'born' }),
  );
  expect(shown).toMatchObject({
    Name: 'born',
    Alias,
    Status: 'READY',
    PublicAccessBlock: { BlockPublicPolicy: true, RestrictPublicBuckets: true },
    Regions: [
      { ...Regions[0], Region: 'us-east-1', BucketAccountId: OWNER },
      { ...Regions[1], Region: 'us-west-2', BucketAccountId: OWNER },
    ],
  });
  await putMultiRegionPolicy(owner, 'born', letting(Alias));
  await withoutMultiRegionPoints(owner);
  expect(await point('born')).not.toBe(Alias);
  expect(await multiRegionPolicies(owner, 'born')).toEqual({ established: undefined, proposed: undefined });
});

it('has a policy that is proposed first and in force once somebody has seen that', async () => {
  const alias = await point('slow', off);
  const token = await putMultiRegionPolicy(owner, 'slow', letting(alias, '*'));
  const told = async () => {
    const { AsyncOperation: operation } = await owner.client.send(
      new DescribeMultiRegionAccessPointOperationCommand({ AccountId, RequestTokenARN: token }),
    );
    const { Established } = await owner.client.send(
      new GetMultiRegionAccessPointPolicyStatusCommand({ AccountId, Name: 'slow' }),
    );
    return [operation?.Operation, operation?.RequestStatus, Established?.IsPublic];
  };
  const put = 'PutMultiRegionAccessPointPolicy';
  const policy = letting(alias, '*');
  expect(await told()).toEqual([put, 'INPROGRESS', false]);
  expect(await multiRegionPolicies(owner, 'slow')).toEqual({ established: undefined, proposed: policy });
  expect(await told()).toEqual([put, 'SUCCEEDED', true]);
  expect(await multiRegionPolicies(owner, 'slow')).toEqual({ established: policy, proposed: policy });
  const stale = aws.world.faults.add({
    fault: { kind: 'stale' },
    operation: 'GetMultiRegionAccessPointPolicy',
  });
  await putMultiRegionPolicy(owner, 'slow', letting(alias));
  await multiRegionPolicies(owner, 'slow');
  expect((await multiRegionPolicies(owner, 'slow')).established).toEqual(policy);
  stale.remove();
});

it('takes the same token for the same request', async () => {
  const alias = await point('once');
  const root = `arn:aws:iam::${STRANGER}:root`;
  const put = (AWS: string) =>
    owner.client.send(
      new PutMultiRegionAccessPointPolicyCommand({
        AccountId,
        ClientToken: 'the-same',
        Details: { Name: 'once', Policy: JSON.stringify(letting(alias, AWS)) },
      }),
    );
  const { RequestTokenARN: first } = await put(root);
  const { RequestTokenARN: second } = await put(`arn:aws:iam::${OWNER}:root`);
  expect(second).toBe(first);
  expect((await multiRegionPolicies(owner, 'once')).proposed).toEqual(letting(alias, root));
});

it('refuses what S3 refuses', async () => {
  const alias = await point('strict');
  const { client } = owner;
  const elsewhere = aws.clients(OWNER, 'eu-west-1').s3control;
  const list = new ListMultiRegionAccessPointsCommand({ AccountId });
  const put = (Name: string, policy: unknown) => refusal(putMultiRegionPolicy(owner, Name, policy));
  expect(await refusal(elsewhere.send(list))).toBe('InvalidRequest 400');
  expect(await put('none', letting(alias))).toBe('NoSuchMultiRegionAccessPoint 404');
  expect(await put('strict', letting(alias, '*'))).toBe('AccessDenied 403');
  expect(await put('strict', letting('other.mrap'))).toBe('MalformedPolicy 400');
  const Details = { Name: 'lost', Regions: [{ Bucket: 'no-such-bucket' }] };
  const create = new CreateMultiRegionAccessPointCommand({ AccountId, Details });
  expect(await refusal(client.send(create))).toBe('NoSuchBucket 404');
});

it('is recorded in US West (Oregon), without a bucket', async () => {
  const alias = await point('told');
  await putMultiRegionPolicy(owner, 'told', letting(alias));
  const [creation, put] = aws.world.events.slice(-2);
  expect([creation, put].map((record) => [record?.eventName, record?.awsRegion, record?.resources])).toEqual([
    ['CreateMultiRegionAccessPoint', oregon, undefined],
    ['PutMultiRegionAccessPointPolicy', oregon, undefined],
  ]);
});
