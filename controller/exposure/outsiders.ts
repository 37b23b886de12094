import type { Json, JsonObject } from '../domain/json.js';
import { type Condition, conditionsOf, limitsOf } from './conditions.js';
import { principalsOf } from './principals.js';
import { statementsOf } from './statements.js';

/**
 * Whom a bucket policy lets in besides the account itself, sorted: account ids, `org:o-...`, `oai:E...`,
 * canonical user ids, `userid:...`, and for what only a network confines `network:vpc-...`. Named principals
 * count whatever their conditions say. Everybody without a limit is no outsider but public: see
 * `isPublicPolicy`. A document that cannot be understood is public too, and names nobody here.
 */
export function outsiders(document: Json, account: string): readonly string[] {
  const allows = (statementsOf(document) ?? []).filter((statement) => statement['Effect'] !== 'Deny');
  return [...new Set(allows.flatMap(admitted))].filter((who) => who !== account).sort();
}

const admitted = (statement: JsonObject): readonly string[] =>
  principalsOf(statement).flatMap((principal) => {
    if (principal.kind === 'anyone') return confinedTo(statement);
    if (principal.kind === 'service') return guards.flatMap((key) => namedBy(conditionsOf(statement), key));
    // Unique ids are never used again (IAM User Guide, "Unique identifiers").
    if (principal.kind === 'deleted') return [];
    return [principal.kind === 'originAccessIdentity' ? `oai:${principal.id}` : principal.id];
  });

/** The keys by which a statement says on whose behalf a service may call. */
const guards = ['aws:sourceaccount', 'aws:sourceowner', 'aws:sourcearn', 'aws:sourceorgid'];
const callers = ['aws:principalaccount', 'aws:principalarn'];
const sources = [
  'aws:sourceaccount',
  'aws:sourceowner',
  'aws:sourcearn',
  's3:dataaccesspointaccount',
  's3:dataaccesspointarn',
];
const organizations = ['aws:principalorgid', 'aws:principalorgpaths'];

/** To whom its limits confine a statement for everybody: the nearest to the caller says it best. */
function confinedTo(statement: JsonObject): readonly string[] {
  const limits = limitsOf(statement);
  const conditions = limits.map(({ condition }) => condition);
  const named = callers.filter((key) => conditions.some((condition) => condition.key === key));
  if (named.length > 0) return named.map((key) => namedBy(conditions, key)).reduce(common);
  for (const keys of [['aws:userid'], sources, organizations]) {
    const found = keys.flatMap((key) => namedBy(conditions, key));
    if (found.length > 0) return found;
  }
  if (limits.some(({ trusted }) => trusted.kind === 'identity')) return [];
  return conditions.flatMap(({ values }) => values.map((value) => `network:${value}`));
}

const positive = /^(?:String|Arn)(?:Equals|EqualsIgnoreCase|Like)$/;

const namedBy = (conditions: readonly Condition[], key: string): readonly string[] =>
  conditions
    .filter((condition) => condition.key === key && positive.test(condition.operator))
    .flatMap(({ values }) => values.flatMap((value) => idIn(key, value)));

function idIn(key: string, value: string): readonly string[] {
  if (key.includes('org')) return [`org:${value.split('/')[0]}`];
  const id = key.endsWith('arn') ? (value.split(':')[4] ?? '') : value;
  if (key === 'aws:userid' && !/^\d{12}$/.test(id)) return [`userid:${id.split(':')[0]}`];
  return id === '' ? [] : [id];
}

const common = (some: readonly string[], others: readonly string[]): readonly string[] =>
  some.filter((id) => others.includes(id));
