import type { JsonObject } from '../domain/json.js';
import { type Condition, conditionsOf, type Limit, limitsOf } from './conditions.js';
import { principalsOf } from './principals.js';
import { unknownElements } from './statements.js';

/** Whom one Allow statement lets in. */
export interface Audience {
  /** Everybody, with no condition that confines them: S3 calls the policy public. */
  readonly isPublic: boolean;
  /** Any principal, confined at most to a network. */
  readonly isAnyPrincipal: boolean;
  /** Whom it names, or confines everybody to: account ids, `org:`, `oai:`, canonical ids, `userid:`; the owner too. */
  readonly named: readonly string[];
  /** On whose behalf the services may call that it names. */
  readonly viaServices: readonly string[];
  /** The networks from which anybody gets in. */
  readonly networks: readonly string[];
  /** It names nobody who is left. */
  readonly isNobody: boolean;
}

/** Whom the statement lets in. What cannot be understood lets in everybody. */
export function audienceOf(statement: JsonObject): Audience {
  const principals = principalsOf(statement);
  const isUnknown = unknownElements(statement).length > 0;
  const isAnyone = isUnknown || principals.some(({ kind }) => kind === 'anyone');
  const limits = isAnyone && !isUnknown ? limitsOf(statement) : [];
  const isAnyPrincipal = isAnyone && !limits.some(({ trusted }) => trusted.kind === 'identity');
  return {
    isPublic: isAnyone && limits.length === 0,
    isAnyPrincipal,
    named: [
      ...principals.flatMap((principal) => {
        if (principal.kind === 'account' || principal.kind === 'canonicalUser') return [principal.id];
        return principal.kind === 'originAccessIdentity' ? [`oai:${principal.id}`] : [];
      }),
      ...confinedTo(limits),
    ],
    viaServices: principals.some(({ kind }) => kind === 'service') ? guardedFor(statement) : [],
    networks: isAnyPrincipal ? limits.flatMap(({ condition }) => condition.values) : [],
    // Unique ids are never used again (IAM User Guide, "Unique identifiers").
    isNobody: !isUnknown && principals.every(({ kind }) => kind === 'deleted'),
  };
}

/** The keys by which a statement says on whose behalf a service may call. */
const guards = [
  'aws:sourceaccount',
  'aws:sourceowner',
  'aws:sourcearn',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
];
const callers = ['aws:principalaccount', 'aws:principalarn'];
const sources = [
  'aws:sourceaccount',
  'aws:sourceowner',
  'aws:sourcearn',
  's3:dataaccesspointaccount',
  's3:dataaccesspointarn',
];
const organizations = ['aws:principalorgid', 'aws:principalorgpaths'];

const positive = /^(?:String|Arn)(?:Equals|EqualsIgnoreCase|Like)$/;

/** On whose behalf a statement for a service lets it call; none if nothing says so. */
const guardedFor = (statement: JsonObject): readonly string[] =>
  guards.flatMap((key) => namedBy(guardConditions(statement), key));

/**
 * Whether something keeps a service that the statement names from acting for just anybody: a source that is
 * named, if only by the name of a bucket.
 */
export const isGuarded = (statement: JsonObject): boolean =>
  guardConditions(statement).some(
    ({ key, passesWithoutKey, values }) =>
      guards.includes(key) &&
      !passesWithoutKey &&
      values.length > 0 &&
      values.every((value) => idsIn(key, value).length > 0 || !/[*?]|\$\{/.test(value)),
  );

const guardConditions = (statement: JsonObject): readonly Condition[] =>
  conditionsOf(statement).filter(({ operator }) => positive.test(operator));

/** To whom its limits confine a statement for everybody: the nearest to the caller says it best. */
function confinedTo(limits: readonly Limit[]): readonly string[] {
  const conditions = limits.map(({ condition }) => condition);
  const users = conditions.filter(({ key }) => key === 'aws:userid');
  // The user id of a root user is its account's; any other does not tell whose it is.
  const roots = users.filter(({ values }) => values.every((value) => accountId.test(value)));
  const accounts = [...conditions.filter(({ key }) => callers.includes(key)), ...roots];
  if (accounts.length > 0) return accounts.map(idsOf).reduce(common);
  for (const found of [users.flatMap(idsOf), among(conditions, sources), among(conditions, organizations)])
    if (found.length > 0) return found;
  return [];
}

const among = (conditions: readonly Condition[], keys: readonly string[]): readonly string[] =>
  keys.flatMap((key) => namedBy(conditions, key));

const namedBy = (conditions: readonly Condition[], key: string): readonly string[] =>
  conditions.filter((condition) => condition.key === key).flatMap(idsOf);

const idsOf = ({ key, values }: Condition): readonly string[] => values.flatMap((value) => idsIn(key, value));

const accountId = /^\d{12}$/;

/** The id that a value of a key names: of an organization, an account, or a user. */
function idsIn(key: string, value: string): readonly string[] {
  if (key.includes('org')) {
    const [organization = ''] = value.split('/');
    return /^o-[a-z0-9]+$/i.test(organization) ? [`org:${organization.toLowerCase()}`] : [];
  }
  const id = key.endsWith('arn') ? (value.split(':')[4] ?? '') : value;
  if (accountId.test(id)) return [id];
  return key === 'aws:userid' ? [`userid:${id.split(':')[0]}`] : [];
}

const common = (some: readonly string[], others: readonly string[]): readonly string[] =>
  some.filter((id) => others.includes(id));
