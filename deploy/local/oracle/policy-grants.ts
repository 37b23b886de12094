import { confinedAccounts, isConfined } from './conditions.js';
import {
  allowedActions,
  deniedActions,
  isForEverybody,
  listOf,
  type Statement,
  statementsOf,
  textsOf,
} from './statement.js';

/** One outsider, `world` or `account:<id>`, and one action. */
export interface Held {
  readonly who: string;
  readonly action: string;
}

/** What a bucket policy says, before any block on public access. */
export interface PolicyView {
  /** Whether S3 would call the policy public. */
  readonly isPublic: boolean;
  readonly held: readonly Held[];
  /** Actions that an unconditional Deny takes from everybody, ACL or not. */
  readonly denied: ReadonlySet<string>;
}

/** For whom a policy is read: the bucket, its owner's account, and whose account a canonical id is. */
export interface Standpoint {
  readonly bucketArn: string;
  readonly owner: string;
  accountOfCanonical(id: string): string;
}

/** Reads a policy's text as S3 would, from the point of view of the bucket's owner. */
export function viewPolicy(policy: string, standpoint: Standpoint): PolicyView {
  const { bucketArn } = standpoint;
  const statements = statementsOf(policy);
  const denies = statements.filter(
    (statement) => statement['Effect'] === 'Deny' && isForEverybody(statement),
  );
  const allows = statements.filter((statement) => statement['Effect'] !== 'Deny');
  return {
    isPublic: allows.some((statement) => grantees(statement, standpoint).includes('world')),
    held: allows.flatMap((statement) =>
      grantees(statement, standpoint).flatMap((who) =>
        allowedActions(statement, bucketArn).map((action) => ({ who, action })),
      ),
    ),
    denied: new Set(denies.flatMap((statement) => deniedActions(statement, bucketArn))),
  };
}

function grantees(statement: Statement, { owner, accountOfCanonical }: Standpoint): readonly string[] {
  const named = statement['NotPrincipal'] === undefined ? principalsOf(statement['Principal']) : ['*'];
  const others = named.filter((name) => name !== '*').map((name) => accountOfCanonical(accountOf(name)));
  const everybody = named.includes('*')
    ? isConfined(statement)
      ? confinedAccounts(statement)
      : ['world']
    : [];
  return [...new Set([...others, ...everybody])]
    .filter((who) => who !== owner && who !== '')
    .map((who) => (who === 'world' ? who : `account:${who}`));
}

/** A missing or unreadable principal is everybody: the oracle fails closed. Services are no outsiders. */
function principalsOf(principal: unknown): readonly string[] {
  if (typeof principal !== 'object' || principal === null || Array.isArray(principal)) return ['*'];
  return Object.entries(principal).flatMap(([kind, names]) => {
    const texts = textsOf(listOf(names));
    if (kind === 'AWS' || kind === 'CanonicalUser') return texts;
    return texts.includes('*') || (kind === 'Federated' && texts.some((name) => !name.startsWith('arn:')))
      ? ['*']
      : [];
  });
}

/** The account in an ARN or the id itself. Unique ids of deleted principals let nobody in. */
function accountOf(name: string): string {
  if (/^A(?:ID|RO)A/.test(name)) return '';
  const account = name.startsWith('arn:') ? (name.split(':')[4] ?? '') : name;
  return /[*?]/.test(account) ? 'world' : account;
}
