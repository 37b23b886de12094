import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { TerminalError, UserError } from '../domain/errors.js';
import type { Clock } from '../domain/ports.js';
import { httpHandler, type Timeouts } from './http-handler.js';
import { userAgent } from './user-agent.js';

/** What signs a call. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

export type CredentialSource = () => Promise<Credentials>;

/** One enrolled account. Without a role the base credentials are its own. */
export interface AccountAccess {
  readonly account: string;
  readonly role?: string;
  readonly externalId?: string;
}

export interface CredentialSettings {
  readonly accounts: readonly AccountAccess[];
  readonly base: CredentialSource;
  /** Region of the STS endpoint. */
  readonly region: string;
  readonly version: string;
  readonly timeouts: Timeouts;
  readonly clock: Clock;
}

/** Credentials of the enrolled accounts. */
export interface AccountCredentials {
  /** Assumed on first use, kept, and renewed before they end. Throws a TerminalError for an account that is not enrolled. */
  of(account: string): CredentialSource;
  /** The account that the credentials of this enrolled account really belong to, as STS says. */
  callerAccount(account: string): Promise<string>;
  /** The ARN under which S3 sees calls for this enrolled account, as STS says. */
  callerArn(account: string): Promise<string>;
  /** The ARN that the base credentials belong to, as STS says. */
  caller(): Promise<string>;
  /** Rejects with a UserError that names both accounts if any credentials belong to another account than enrolled. */
  confirm(): Promise<void>;
}

const renewBeforeMs = 5 * 60_000;

/** Keeps credentials until shortly before they end; those who ask at the same moment share one request. */
function kept(clock: Clock, fetch: CredentialSource): CredentialSource {
  let current: Credentials | undefined;
  let coming: Promise<Credentials> | undefined;
  const fresh = (credentials: Credentials): boolean =>
    credentials.expiration === undefined ||
    credentials.expiration.getTime() - clock.now().getTime() > renewBeforeMs;
  return async () => {
    if (current !== undefined && fresh(current)) return current;
    coming ??= fetch().finally(() => {
      coming = undefined;
    });
    current = await coming;
    return current;
  };
}

async function assume(client: STSClient, { role, externalId }: AccountAccess): Promise<Credentials> {
  const { Credentials: given } = await client.send(
    new AssumeRoleCommand({
      RoleArn: role,
      RoleSessionName: 'snapback',
      ...(externalId === undefined ? {} : { ExternalId: externalId }),
    }),
  );
  if (given?.AccessKeyId === undefined || given.SecretAccessKey === undefined)
    throw new Error(`STS answered without credentials for ${role}.`);
  return {
    accessKeyId: given.AccessKeyId,
    secretAccessKey: given.SecretAccessKey,
    ...(given.SessionToken === undefined ? {} : { sessionToken: given.SessionToken }),
    ...(given.Expiration === undefined ? {} : { expiration: given.Expiration }),
  };
}

export function accountCredentials(settings: CredentialSettings): AccountCredentials {
  const { accounts, base, clock } = settings;
  const requestHandler = httpHandler(settings.timeouts);
  const client = (credentials: CredentialSource): STSClient =>
    new STSClient({
      region: settings.region,
      credentials,
      requestHandler,
      customUserAgent: userAgent(settings.version),
    });
  const sts = client(base);
  const sources = new Map(
    accounts.map((access) => [
      access.account,
      access.role === undefined ? base : kept(clock, () => assume(sts, access)),
    ]),
  );

  const of = (account: string): CredentialSource => {
    const source = sources.get(account);
    if (source === undefined) throw new TerminalError(`Account ${account} is not enrolled.`);
    return source;
  };
  const identityAt = async (
    asked: STSClient,
  ): Promise<{ readonly account: string; readonly arn: string }> => {
    const { Account, Arn } = await asked.send(new GetCallerIdentityCommand({}));
    if (Account === undefined || Arn === undefined)
      throw new Error('STS answered GetCallerIdentity without an account.');
    return { account: Account, arn: Arn };
  };
  const identity = (account: string): ReturnType<typeof identityAt> => identityAt(client(of(account)));
  const caller = async (): Promise<string> => (await identityAt(sts)).arn;
  const callerAccount = async (account: string): Promise<string> => (await identity(account)).account;
  const callerArn = async (account: string): Promise<string> => (await identity(account)).arn;
  const confirm = async (): Promise<void> => {
    for (const { account, role } of accounts) {
      const caller = await callerAccount(account);
      if (caller === account) continue;
      const whose = role === undefined ? 'the base credentials belong' : `the role ${role} belongs`;
      throw new UserError(
        `accounts: lists ${account}, but ${whose} to ${caller}. Enrol ${caller} instead, or give ${account} a role of its own (role: arn:aws:iam::${account}:role/...).`,
      );
    }
  };
  return { of, callerAccount, callerArn, caller, confirm };
}
