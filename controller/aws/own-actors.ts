import type { Actor } from '../domain/signal.js';
import type { AccountCredentials } from './credentials.js';

/** Session names differ from process to process, so a role is known by its account and name. */
const identityOf = (arn: string): string =>
  arn.replace(/^(arn:[^:]+:sts::\d{12}:assumed-role\/[^/]+)\/.*$/, '$1');

/**
 * Tells whether an actor is this controller. Only evidence hangs on it: the controller's own writes explain no
 * incident. Whether anything is written never does.
 */
export async function ownActors(
  credentials: Pick<AccountCredentials, 'callerArn'>,
  accounts: readonly string[],
): Promise<(actor: Actor) => boolean> {
  const arns = await Promise.all(accounts.map((account) => credentials.callerArn(account)));
  const own = new Set(arns.map(identityOf));
  return ({ arn }) => arn !== undefined && own.has(identityOf(arn));
}
