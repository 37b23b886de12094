import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalAws, startLocalAws } from '../../deploy/local/start.js';
import { clientsOf } from './gateway-clients.js';
import { stubS3 } from './gateway-stub-s3.js';

const [home, away] = ['111122223333', '444455556666'] as const;
const secretAccessKey = 'nobody-checks';
let aws: LocalAws;

beforeAll(async () => {
  aws = await startLocalAws({ accounts: [home, away], s3: stubS3 });
});
afterAll(() => aws.stop());

const identityOf = (accessKeyId: string) =>
  clientsOf(aws.endpoint, { accessKeyId, secretAccessKey }).sts.send(new GetCallerIdentityCommand({}));

describe('who signs', () => {
  it.each([
    ['AKIA111122223333alice', `arn:aws:iam::${home}:user/alice`],
    ['444455556666bob', `arn:aws:iam::${away}:user/bob`],
    ['111122223333', `arn:aws:iam::${home}:root`],
    ['AKIA111122223333config.amazonaws.com', 'config.amazonaws.com'],
  ])('%s is %s', async (key, arn) => {
    const identity = await identityOf(key);
    expect(identity).toMatchObject({ Arn: arn, Account: /\d{12}/.exec(key)?.[0] });
    expect(identity.UserId).toMatch(/^(\d{12}|AIDA[0-9A-F]{17})$/);
  });

  it.each(['AKIAIOSFODNN7EXAMPLE', 'AKIA999999999999alice', 'ASIA111122223333DEADBEEF'])(
    'does not know %s',
    async (key) => {
      await expect(identityOf(key)).rejects.toMatchObject({
        name: 'InvalidAccessKeyId',
        $metadata: { httpStatusCode: 403 },
      });
    },
  );

  it('refuses what is not signed, and a service that is not here', async () => {
    const unsigned = await fetch(`${aws.endpoint}/some-bucket?acl`);
    expect([unsigned.status, await unsigned.text()]).toEqual([
      403,
      expect.stringContaining('<Code>AccessDenied</Code>'),
    ]);
    const authorization = `AWS4-HMAC-SHA256 Credential=${home}/20261121/us-east-1/ec2/aws4_request, SignedHeaders=host`;
    expect((await fetch(aws.endpoint, { headers: { authorization } })).status).toBe(403);
  });
});

describe('AssumeRole', () => {
  const assume = (account: string, session = 'one') =>
    clientsOf(aws.endpoint, aws.credentialsFor(home)).sts.send(
      new AssumeRoleCommand({
        RoleArn: `arn:aws:iam::${account}:role/teams/snapback-reader`,
        RoleSessionName: session,
        DurationSeconds: 900,
      }),
    );

  it.each([home, away])('gives credentials that act in account %s', async (account) => {
    const { Credentials: given, AssumedRoleUser: user } = await assume(account);
    const arn = `arn:aws:sts::${account}:assumed-role/snapback-reader/one`;
    expect(user?.Arn).toBe(arn);
    expect(given?.AccessKeyId).toMatch(new RegExp(`^ASIA${account}`));
    const identity = await identityOf(given?.AccessKeyId ?? '');
    expect(identity).toMatchObject({ Account: account, Arn: arn, UserId: user?.AssumedRoleId });
  });

  it('is refused for a role that was refused, until that is taken back', async () => {
    const role = `arn:aws:iam::${away}:role/teams/snapback-reader`;
    aws.sts.refuse(role);
    await expect(assume(away)).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(assume(home)).resolves.toBeDefined();
    aws.sts.permit(role);
    await expect(assume(away)).resolves.toBeDefined();
  });

  it('is refused for an account that does not exist and for nonsense', async () => {
    await expect(assume('999999999999')).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(assume('1')).rejects.toMatchObject({ name: 'ValidationError' });
  });
});

it('lets temporary credentials expire by the clock of the local AWS', async () => {
  let at = new Date('2026-11-21T10:00:00Z');
  const clock = { now: () => at, sleep: async () => undefined };
  const timed = await startLocalAws({ accounts: [home], clock, s3: stubS3 });
  const { sts } = clientsOf(timed.endpoint, {
    ...timed.credentialsFor(home, 'snapback'),
    expiration: new Date('2999-01-01'),
  });
  await expect(sts.send(new GetCallerIdentityCommand({}))).resolves.toMatchObject({ Account: home });
  const RoleArn = `arn:aws:iam::${home}:role/short`;
  const short = await sts.send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: 's', DurationSeconds: 900 }),
  );
  expect(short.Credentials?.Expiration).toEqual(new Date('2026-11-21T10:15:00Z'));
  at = new Date('2026-11-21T22:00:00Z');
  await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'ExpiredToken' });
  await timed.stop();
});
