import { createHash } from 'node:crypto';
import { type Random, randomHex } from './random.js';
import type { Principal } from './world.js';

/** Credentials as an SDK client takes them. The secret is never checked. */
export interface LocalCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** Who stands behind an access key id. */
export type Identified =
  | { readonly kind: 'known'; readonly principal: Principal }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'expired' };

const SECRET = 'local-secret-that-nobody-checks';

/**
 * The one directory of identities. Signatures are not verified, dumb on purpose: the access key id says all.
 * Its first twelve digits are the account, the rest is the name: `AKIA111122223333alice` is the user alice,
 * `111122223333` alone the root user, a name that ends in `.amazonaws.com` an AWS service. Keys that start with
 * `ASIA` are role sessions and must have been issued here.
 */
export class Principals {
  readonly #sessions = new Map<string, { readonly principal: Principal; readonly expiration: Date }>();
  readonly #partition: string;
  readonly #isAccount: (id: string) => boolean;
  readonly #random: Random;
  readonly #now: () => Date;

  constructor(given: {
    readonly partition: string;
    readonly isAccount: (id: string) => boolean;
    readonly random: Random;
    readonly now: () => Date;
  }) {
    this.#partition = given.partition;
    this.#isAccount = given.isAccount;
    this.#random = given.random;
    this.#now = given.now;
  }

  /** Who signs with this access key id. A key of an account that does not exist is unknown. */
  identify(accessKeyId: string): Identified {
    if (accessKeyId.startsWith('ASIA')) {
      const session = this.#sessions.get(accessKeyId);
      if (session === undefined) return { kind: 'unknown' };
      if (session.expiration <= this.#now()) return { kind: 'expired' };
      return { kind: 'known', principal: session.principal };
    }
    const [, account, name] = /^\D*(\d{12})(.*)$/.exec(accessKeyId) ?? [];
    if (account === undefined || name === undefined || !this.#isAccount(account)) return { kind: 'unknown' };
    return { kind: 'known', principal: this.#longLived(account, name) };
  }

  /** Long-lived credentials of a user, or of the root user when no name is given. */
  credentialsOf(account: string, name = ''): LocalCredentials {
    return { accessKeyId: `AKIA${account}${name}`, secretAccessKey: SECRET };
  }

  /** Temporary credentials of a role's session; they end with the local AWS or after `seconds` of its clock. */
  issue(
    account: string,
    role: string,
    session: string,
    seconds: number,
  ): LocalCredentials & { expiration: Date } {
    const accessKeyId = `ASIA${account}${randomHex(this.#random, 12).toUpperCase()}`;
    const arn = `arn:${this.#partition}:sts::${account}:assumed-role/${role}/${session}`;
    const expiration = new Date(this.#now().getTime() + seconds * 1000);
    this.#sessions.set(accessKeyId, {
      principal: { account, kind: 'role', name: role, session, arn },
      expiration,
    });
    return { accessKeyId, secretAccessKey: SECRET, sessionToken: `session-of-${accessKeyId}`, expiration };
  }

  #longLived(account: string, name: string): Principal {
    const iam = `arn:${this.#partition}:iam::${account}`;
    if (name === '') return { account, kind: 'root', name: 'root', arn: `${iam}:root` };
    if (name.endsWith('.amazonaws.com')) return { account, kind: 'service', name, arn: name };
    return { account, kind: 'user', name, arn: `${iam}:user/${name}` };
  }
}

/** The stable unique id that IAM gives to a user (`AIDA...`) or role (`AROA...`); the root user's is its account id. */
export function uniqueId(principal: Principal): string {
  if (principal.kind === 'root') return principal.account;
  const digest = createHash('sha256')
    .update(`${principal.account}/${principal.kind}/${principal.name}`)
    .digest('hex');
  return `${principal.kind === 'role' ? 'AROA' : 'AIDA'}${digest.slice(0, 17).toUpperCase()}`;
}
