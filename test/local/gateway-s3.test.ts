import {
  CreateBucketCommand,
  GetBucketPolicyCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutBucketPolicyCommand,
} from '@aws-sdk/client-s3';
import { GetPublicAccessBlockCommand, PutPublicAccessBlockCommand } from '@aws-sdk/client-s3-control';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalAws, startLocalAws } from '../../deploy/local/start.js';
import { clientsOf } from './gateway-clients.js';

const [home, away] = ['111122223333', '444455556666'] as const;
let aws: LocalAws;
beforeAll(async () => {
  aws = await startLocalAws({ accounts: [home, away] });
});
afterAll(() => aws.stop());
const clients = (account: string, role?: string) =>
  clientsOf(aws.endpoint, aws.credentialsFor(account, role));

describe('one endpoint for all services', () => {
  it('works in the account of the role that was assumed', async () => {
    const names = await Promise.all(
      [home, away].map(async (account) => {
        const RoleArn = `arn:aws:iam::${account}:role/snapback`;
        const { Credentials: given } = await clients(home).sts.send(
          new AssumeRoleCommand({ RoleArn, RoleSessionName: 's' }),
        );
        const credentials = {
          accessKeyId: given?.AccessKeyId ?? '',
          secretAccessKey: given?.SecretAccessKey ?? '',
        };
        const { s3 } = clientsOf(aws.endpoint, credentials);
        await s3.send(new CreateBucketCommand({ Bucket: `bucket-of-${account}` }));
        return (await s3.send(new ListBucketsCommand({}))).Buckets?.map(({ Name }) => Name);
      }),
    );
    expect(names).toEqual([[`bucket-of-${home}`], [`bucket-of-${away}`]]);
  });

  it('keeps the account settings of S3 Control apart by account', async () => {
    const PublicAccessBlockConfiguration = {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    };
    await clients(home).s3control.send(
      new PutPublicAccessBlockCommand({ AccountId: home, PublicAccessBlockConfiguration }),
    );
    const read = (AccountId: string) =>
      clients(AccountId).s3control.send(new GetPublicAccessBlockCommand({ AccountId }));
    expect((await read(home)).PublicAccessBlockConfiguration).toEqual(PublicAccessBlockConfiguration);
    await expect(read(away)).rejects.toMatchObject({ name: 'NoSuchPublicAccessBlockConfiguration' });
  });

  it('brings a change, also a refused one, to the queue as a CloudTrail event', async () => {
    const Bucket = 'eventful';
    const statement = {
      Effect: 'Allow',
      Principal: '*',
      Action: 's3:GetObject',
      Resource: `arn:aws:s3:::${Bucket}/*`,
    };
    const { s3 } = clients(home, 'deployer');
    await s3.send(new CreateBucketCommand({ Bucket }));
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    await expect(s3.send(new PutBucketPolicyCommand({ Bucket, Policy }))).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    await aws.world.bus.settled();
    const asked = new ReceiveMessageCommand({ QueueUrl: aws.queueUrl, MaxNumberOfMessages: 10 });
    const { Messages = [] } = await clients(home).sqs.send(asked);
    const details = Messages.map(({ Body = '' }) => JSON.parse(Body).detail);
    expect(details.filter(({ requestParameters }) => requestParameters.bucketName === Bucket)).toMatchObject([
      { eventName: 'CreateBucket', readOnly: false },
      {
        eventName: 'PutBucketPolicy',
        errorCode: 'AccessDenied',
        awsRegion: 'us-east-1',
        userIdentity: { type: 'AssumedRole', sessionContext: { sessionIssuer: { userName: 'deployer' } } },
        requestParameters: { bucketPolicy: { Statement: [statement] }, policy: '' },
        resources: [{ accountId: home, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${Bucket}` }],
      },
    ]);
  });

  it('takes documents that S3 would take and refuses bodies that are longer', async () => {
    const { s3 } = clients(home);
    const put = (length: number) =>
      s3.send(new PutBucketPolicyCommand({ Bucket: `bucket-of-${home}`, Policy: ' '.repeat(length) }));
    await expect(put(1_900_000)).rejects.toMatchObject({ name: 'MalformedPolicy' });
    await expect(put(2_200_000)).rejects.toMatchObject({ name: 'MaxMessageLengthExceeded' });
  });
});

describe('faults', () => {
  const Bucket = `bucket-of-${home}`;
  const head = (role: string) => clients(home, role).s3.send(new HeadBucketCommand({ Bucket }));
  const policy = (role: string) => clients(home, role).s3.send(new GetBucketPolicyCommand({ Bucket }));

  it('hit whom the rule names, as often as it says, until it is removed', async () => {
    const { faults } = aws.world;
    const rule = faults.add({
      operation: (name) => name.startsWith('Get'),
      bucket: Bucket,
      principal: ({ name }) => name === 'snapback-reader',
      fault: { kind: 'throttled' },
      count: 2,
    });
    await expect(head('snapback-reader')).resolves.toBeDefined();
    await expect(policy('deployer')).rejects.toMatchObject({ name: 'NoSuchBucketPolicy' });
    await expect(policy('snapback-reader')).rejects.toMatchObject({ name: 'SlowDown' });
    await expect(policy('snapback-reader')).rejects.toMatchObject({ name: 'SlowDown' });
    await expect(policy('snapback-reader')).rejects.toMatchObject({ name: 'NoSuchBucketPolicy' });
    expect(rule.fired).toBe(2);
    const other = faults.add({ account: away, fault: { kind: 'denied' } });
    await expect(head('deployer')).resolves.toBeDefined();
    expect(other.fired).toBe(0);
    faults.add({ fault: { kind: 'denied' } });
    await expect(policy('deployer')).rejects.toMatchObject({ name: 'AccessDenied' });
    faults.clear();
    await expect(head('deployer')).resolves.toBeDefined();
  });

  it('hit by chance, more or less often as the rule says', async () => {
    const rule = aws.world.faults.add({
      operation: ['HeadBucket'],
      probability: 0.5,
      fault: { kind: 'error5xx' },
    });
    for (let n = 0; n < 40; n += 1) await head('deployer').catch(() => undefined);
    rule.remove();
    expect(rule.fired).toBeGreaterThan(5);
    expect(rule.fired).toBeLessThan(35);
  });

  it('never answer, if they hang, and do not keep the local AWS from ending', async () => {
    const hanging = await startLocalAws();
    hanging.world.faults.add({ fault: { kind: 'hanging' } });
    const { s3 } = clientsOf(hanging.endpoint, hanging.credentialsFor(home));
    const waiting = s3.send(new ListBucketsCommand({})).catch((error: unknown) => error);
    while (hanging.world.faults.fired === 0) await new Promise(setImmediate);
    await hanging.stop();
    expect(await waiting).toBeInstanceOf(Error);
  });
});
