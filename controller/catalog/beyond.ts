import { asAcl } from '../aspects/kit/acl-state.js';
import { granteeOf, grantsOf, owner, spelledAs } from '../aspects/kit/grants.js';
import { breachesOf } from '../aspects/kit/rules/breaches.js';
import { covers } from '../aspects/kit/rules/covers.js';
import { type Forbidden, forbiddable, isByRule, placeOf, rulesOf } from '../aspects/kit/rules/rules.js';
import type { Difference } from '../domain/difference.js';
import type { Json, JsonObject } from '../domain/json.js';
import type { BucketTarget, Target } from '../domain/target.js';
import { findInAcl } from '../exposure/acl-finding.js';
import { namedAccounts } from '../exposure/named-accounts.js';
import { isAllow, statementsOf, textsOf } from '../exposure/statements.js';
import { guardOf } from '../exposure/world-access.js';
import { multiRegionPolicies, type PointPolicies, pointPolicies } from './beyond-points.js';

/** Ways in which what is live may go beyond what is declared: those that rules for a bucket policy can forbid. */
export const ways = forbiddable;
export type Way = Forbidden;

type Judge<On = Target> = (found: Json, declared: Json | undefined, target: On) => ReadonlySet<Way>;

interface Judged {
  readonly ways: readonly Way[];
  readonly judge: Judge;
}

/**
 * Whether what is live goes beyond what is declared in one of these ways. What the declared value lets happen, too, does
 * not count; what cannot be understood counts as all of it.
 */
export function goesBeyond(
  asked: readonly Way[],
  { aspect, desired, observed }: Pick<Difference, 'aspect' | 'desired' | 'observed'>,
  target: Target,
): boolean {
  const judge = judges.get(aspect)?.judge;
  if (judge === undefined || observed.kind !== 'observed') return false;
  const gone = judge(observed.state, desired.kind === 'value' ? desired.value : undefined, target);
  return asked.some((way) => gone.has(way));
}

/** The ways that can be asked of an aspect. */
export const waysOf = (aspect: string): readonly Way[] => judges.get(aspect)?.ways ?? [];

/** A document is judged by what no declared statement covers, rules by what breaks them: the rest is the owner's. */
const byPolicy: Judge<BucketTarget> = (found, declared, target) => {
  const place = placeOf(target);
  const statements = statementsOf(found) ?? [{}];
  if (isByRule(declared)) {
    const broken = new Set(breachesOf(statements, rulesOf(declared, place), place).keys());
    return broken.has('externalAclWrite') ? broken.add('aclWrite') : broken;
  }
  return new Set(breachesOf(freshIn(statements, declared), anything, place).keys());
};

const anything = { forbid: ways, externalAccounts: [], require: [], restoreDeleted: false };

/** What is allowed and no declared statement covers. */
function freshIn(statements: readonly JsonObject[], declared: Json | undefined): readonly JsonObject[] {
  const known = declared === undefined ? [] : (statementsOf(declared) ?? []);
  return partsOf(statements.filter(isAllow)).filter(
    (part) => !known.some((statement) => covers(statement, part)),
  );
}

const pointWays = ['public', 'externalAccounts'] as const;

/** The policies of points are judged like documents, each by the declared one of the same point. */
const byPoints =
  (
    policiesOf: (found: Json, declared: Json | undefined, target: Target) => readonly PointPolicies[],
  ): Judge =>
  (found, declared, target) => {
    // Whom a policy lets in does not depend on the bucket.
    const place = { account: target.account, bucket: '', bucketArn: '' };
    const gone = policiesOf(found, declared, target).flatMap(({ found: live, declared: own, isInside }) =>
      live.flatMap((policy) => {
        const fresh = freshIn(statementsOf(policy) ?? [{}], own);
        const broken = breachesOf(fresh, { ...anything, forbid: pointWays }, place);
        return [...broken.keys()].filter((way) => way !== 'public' || !isInside);
      }),
    );
    return new Set(gone);
  };

/** So many parts are compared one by one; a policy of more is compared by whole statements. */
const mostParts = 500;

/** Statements of one action each, so that one more beside declared ones is told apart from them. */
function partsOf(statements: readonly JsonObject[]): readonly JsonObject[] {
  const parts = statements.flatMap((statement): readonly JsonObject[] => {
    const actions = statement['NotAction'] === undefined ? textsOf(statement['Action']) : undefined;
    return actions === undefined || actions.length === 0
      ? [statement]
      : actions.map((action) => ({ ...statement, Action: action }));
  });
  return parts.length > mostParts ? statements : parts;
}

/** The owner's own grants go beyond nothing. */
const byAcl: Judge<BucketTarget> = (found, declared, { name }) => {
  const wanted = asAcl(declared ?? { Grants: [] });
  const known = new Set(grantsOf(wanted).map(textOf));
  const fresh = grantsOf(spelledAs(wanted, asAcl(found))).filter((grant) => !known.has(textOf(grant)));
  const { grants } = findInAcl(fresh, null, guardOf([], name));
  return new Set(
    grants.flatMap(({ grantee, changesAccess }): readonly Way[] => {
      if (grantee.kind === 'user' && grantee.id === owner) return [];
      const power: readonly Way[] = changesAccess ? ['aclWrite', 'externalAclWrite'] : [];
      if (grantee.kind === 'logDelivery') return power;
      return ['externalAccounts', ...power, ...(grantee.kind === 'everybody' ? (['public'] as const) : [])];
    }),
  );
};

const textOf = (grant: Parameters<typeof granteeOf>[0]): string => `${granteeOf(grant)} ${grant.Permission}`;

const byName: Judge = (found, declared, { account }) => {
  const known = namedAccounts(declared ?? null);
  const strangers = [...namedAccounts(found)].filter((id) => id !== account && !known.has(id));
  return new Set(strangers.length === 0 ? [] : ['externalAccounts' as const]);
};

const ofBucket =
  (judge: Judge<BucketTarget>): Judge =>
  (found, declared, target) =>
    target.kind === 'bucket' ? judge(found, declared, target) : new Set();

const judges: ReadonlyMap<string, Judged> = new Map<string, Judged>([
  ['accessPoints', { ways: pointWays, judge: byPoints(pointPolicies) }],
  ['acl', { ways, judge: ofBucket(byAcl) }],
  ['bucketPolicy', { ways, judge: ofBucket(byPolicy) }],
  ['multiRegionAccessPoints', { ways: pointWays, judge: byPoints(multiRegionPolicies) }],
  ...['analytics', 'encryption', 'inventory', 'notification', 'replication'].map(
    (aspect): [string, Judged] => [aspect, { ways: ['externalAccounts'], judge: byName }],
  ),
]);
