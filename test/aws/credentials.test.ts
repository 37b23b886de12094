import { afterEach, describe, expect, it, vi } from 'vitest';
import { accountCredentials } from '../../controller/aws/credentials.js';
import { FakeClock } from '../fakes/fake-clock.js';
import { type Arrived, reply, serve, type TestServer } from './http-server.js';
import { pointSdkAt, shortTimeouts } from './over-http.js';

let server: TestServer | undefined;

afterEach(async () => {
  vi.unstubAllEnvs();
  await server?.stop();
});

const hour = 3_600_000;

/** STS: roles belong to the account in their ARN, sessions last an hour of the test's clock. */
async function withSts(whoIs: (request: Arrived) => string) {
  const clock = new FakeClock();
  let sessions = 0;
  server = await serve((request, response) => {
    if (request.body.includes('Action=GetCallerIdentity')) {
      const identity = `<Account>${whoIs(request)}</Account><Arn>x</Arn><UserId>x</UserId>`;
      reply(
        response,
        200,
        `<GetCallerIdentityResponse><GetCallerIdentityResult>${identity}</GetCallerIdentityResult></GetCallerIdentityResponse>`,
      );
      return;
    }
    sessions += 1;
    const ends = new Date(clock.now().getTime() + hour).toISOString();
    const session = `<Credentials><AccessKeyId>SESSION${sessions}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${ends}</Expiration></Credentials>`;
    reply(
      response,
      200,
      `<AssumeRoleResponse><AssumeRoleResult>${session}</AssumeRoleResult></AssumeRoleResponse>`,
    );
  });
  pointSdkAt(`http://127.0.0.1:${server.port}`);
  const credentials = accountCredentials({
    accounts: [
      { account: '111122223333' },
      { account: '444455556666', role: 'arn:aws:iam::444455556666:role/snapback', externalId: 'our-secret' },
    ],
    base: async () => ({ accessKeyId: 'BASE', secretAccessKey: 'secret' }),
    region: 'eu-west-1',
    version: '1.2.3',
    timeouts: shortTimeouts,
    clock,
  });
  return { clock, credentials, server };
}

const signer = ({ headers }: Arrived): string =>
  /Credential=([^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? '';

describe('credentials of the enrolled accounts', () => {
  it('are the base credentials without a role, and a session of the role with one', async () => {
    const { credentials, server } = await withSts(() => '');
    expect(await credentials.of('111122223333')()).toEqual({
      accessKeyId: 'BASE',
      secretAccessKey: 'secret',
    });
    expect(await credentials.of('444455556666')()).toMatchObject({
      accessKeyId: 'SESSION1',
      sessionToken: 't',
    });
    const asked = new URLSearchParams(server.arrived[0]?.body);
    expect(asked.get('RoleArn')).toBe('arn:aws:iam::444455556666:role/snapback');
    expect(asked.get('ExternalId')).toBe('our-secret');
    expect(server.arrived.map(signer)).toEqual(['BASE']);
    expect(server.arrived[0]?.region).toBe('eu-west-1');
  });

  it('are assumed once for all who ask, and again shortly before they end', async () => {
    const { clock, credentials } = await withSts(() => '');
    const source = credentials.of('444455556666');
    const keyOf = async () => (await source()).accessKeyId;
    expect(await Promise.all([keyOf(), keyOf()])).toEqual(['SESSION1', 'SESSION1']);
    await clock.advance(hour - 6 * 60_000);
    expect(await keyOf()).toBe('SESSION1');
    await clock.advance(2 * 60_000);
    expect(await keyOf()).toBe('SESSION2');
  });

  it('are not given for an account that is not enrolled', async () => {
    const { credentials } = await withSts(() => '');
    expect(() => credentials.of('999988887777')).toThrow('not enrolled');
  });

  it('are confirmed by STS, account by account', async () => {
    const owner = (request: Arrived) => (signer(request) === 'BASE' ? '111122223333' : '444455556666');
    const { credentials } = await withSts(owner);
    expect(await credentials.callerAccount('444455556666')).toBe('444455556666');
    await expect(credentials.confirm()).resolves.toBeUndefined();
  });

  it('are refused with both names if they belong to another account', async () => {
    const { credentials } = await withSts(() => '111122223333');
    await expect(credentials.confirm()).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(/444455556666.*role\/snapback belongs to 111122223333/),
    });
  });
});
