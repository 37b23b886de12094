import {
  aclActions,
  endpoint,
  objectAclActions,
  officeRange,
  org,
  otherOrg,
  owner,
  partner,
  roleIn,
  strangeIdentity,
  stranger,
  strangeUser,
} from './cast.js';
import { oneOf, type Random, type Statement, some, what, where } from './random-policy.js';

/** What rules may forbid. */
export type Rule = 'public' | 'externalAccounts' | 'aclWrite' | 'externalAclWrite';

type Statements = readonly Statement[];
/** One way to break a rule: the statements with the violation, nothing where it does not fit. */
type Plant = (random: Random, statements: Statements) => Statements | undefined;

/** Breaks the rule somewhere in the statements, by adding to what they allow and taking nothing away. */
export function planted(random: Random, rule: Rule, statements: Statements): Statements {
  const ways = plants[rule];
  for (;;) {
    const done = oneOf(random, ...ways)(random, statements);
    if (done !== undefined) return done;
  }
}

/** A whole statement more, anywhere. */
const adding =
  (from: (random: Random) => Statement): Plant =>
  (random, statements) =>
    statements.toSpliced(Math.floor(random() * (statements.length + 1)), 0, {
      Effect: 'Allow',
      Action: what(random),
      Resource: where(random),
      ...from(random),
    });

/** A change of the first statement that it fits. */
const changing =
  (
    fits: (statement: Statement) => boolean,
    change: (statement: Statement, random: Random) => Statement,
  ): Plant =>
  (random, statements) => {
    const at = statements.findIndex((one) => one['Effect'] === 'Allow' && fits(one));
    const found = statements[at];
    return found === undefined ? undefined : statements.with(at, change(found, random));
  };

const namesIn = ({ Principal: principal }: Statement): readonly string[] => {
  const names: unknown = Object(principal).AWS;
  return Array.isArray(names) ? names : [];
};
const hasNames = (statement: Statement): boolean => namesIn(statement).length > 0;
const isPartners = (statement: Statement): boolean =>
  hasNames(statement) && namesIn(statement).every((name) => name.includes(partner));
const isForMembers = ({ Condition: condition }: Statement): boolean =>
  JSON.stringify(condition ?? '').includes('aws:PrincipalOrgID');

const withName = (statement: Statement, name: string): Statement => ({
  ...statement,
  Principal: { AWS: [...namesIn(statement), name] },
});

const powers = (random: Random): readonly string[] =>
  some(random, [...aclActions, ...objectAclActions, 's3:*', 's3:Put*', 's3:*Acl', '*']);
const withPowers = (statement: Statement, random: Random): Statement => ({
  ...statement,
  Action: [...(statement['Action'] as readonly string[]), ...powers(random)],
});

const byPower = (fits: (statement: Statement) => boolean): readonly [Plant, ...Plant[]] => [
  adding((random) => ({ Principal: { AWS: [partner, owner] }, Action: powers(random) })),
  changing(fits, withPowers),
  (random, statements) => {
    const { Action: _instead, ...rest } = { Effect: 'Allow', Action: [], Resource: where(random) };
    return [...statements, { ...rest, Principal: { AWS: partner }, NotAction: ['s3:GetObject'] }];
  },
];

const plants: Readonly<Record<Rule, readonly [Plant, ...Plant[]]>> = {
  public: [
    adding((random) => ({
      Principal: oneOf<unknown>(random, '*', { AWS: '*' }, { AWS: ['*', roleIn(owner, 'reader')] }),
      ...oneOf<object>(
        random,
        {},
        { Condition: { Bool: { 'aws:SecureTransport': 'true' } } },
        { Condition: { StringLike: { 'aws:Referer': 'https://example.com/*' } } },
        { Condition: { IpAddress: { 'aws:SourceIp': [officeRange, '0.0.0.0/0'] } } },
        { Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-nobody00001' } } },
        { Condition: { StringEqualsIfExists: { 'aws:SourceVpce': endpoint } } },
      ),
    })),
    changing(hasNames, (statement) => withName(statement, '*')),
  ],
  externalAccounts: [
    adding((random) => ({
      Principal: oneOf<unknown>(random, { CanonicalUser: strangeUser }, { AWS: stranger }, '*'),
    })),
    adding(() => ({
      Principal: { Service: 'logging.s3.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': [owner, stranger] } },
    })),
    changing(hasNames, (statement, random) =>
      withName(statement, oneOf(random, stranger, roleIn(stranger, 'intruder'), strangeIdentity)),
    ),
    changing(isForMembers, (statement) => ({
      ...statement,
      Condition: { StringEquals: { 'aws:PrincipalOrgID': [org, otherOrg] } },
    })),
  ],
  aclWrite: byPower(hasNames),
  externalAclWrite: byPower(isPartners),
};
