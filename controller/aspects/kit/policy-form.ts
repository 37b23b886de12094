import { canonicalText } from '../../domain/canonical.js';
import type { Json, JsonObject } from '../../domain/json.js';
import { isJsonObject } from '../../exposure/statements.js';

/**
 * A bucket policy in the form in which equal meaning is equal text: one value and a list of one alike, sets
 * sorted, names that IAM compares without case in small letters, labels (`Sid`, `Id`) left out (IAM User Guide,
 * "Grammar of the IAM JSON policy language").
 */
export function canonicalPolicy(policy: JsonObject): JsonObject {
  const { Id: _label, Version: version, Statement: statements, ...rest } = policy;
  // 2008-10-17 is what S3 takes for granted, and it matters: it knows no policy variables.
  return { ...rest, Version: version ?? '2008-10-17', Statement: setOf(statements, canonicalStatement) };
}

/** One statement in that form; what is no statement stays as it is. */
export function canonicalStatement(statement: Json): Json {
  if (!isJsonObject(statement)) return statement;
  return Object.fromEntries(
    Object.entries(statement)
      .filter(([name, value]) => name !== 'Sid' && !(name === 'Condition' && isEmpty(value)))
      .map(([name, value]) => [name, canonicalElement(name, value)]),
  );
}

function canonicalElement(name: string, value: Json): Json {
  switch (name) {
    case 'Effect':
      return value;
    case 'Principal':
    case 'NotPrincipal':
      return canonicalPrincipal(value);
    case 'Action':
    case 'NotAction':
      return setOf(value, (action) => (typeof action === 'string' ? action.toLowerCase() : action));
    case 'Condition':
      return folded(value, (keys) => folded(keys, (values) => setOf(values, asText)));
    default:
      return setOf(value, asText);
  }
}

const canonicalPrincipal = (principal: Json): Json =>
  isJsonObject(principal)
    ? Object.fromEntries(
        Object.entries(principal).map(([kind, names]) => [kind, setOf(names, canonicalPrincipalName)]),
      )
    : { AWS: setOf(principal, canonicalPrincipalName) };

/** S3 stores an account id as the ARN of its root, and spells CloudFront's identities in two ways. */
function canonicalPrincipalName(name: Json): Json {
  const text = asText(name);
  if (typeof text !== 'string') return text;
  return text
    .replace(/^arn:[^:]*:iam::(\d{12}):root$/, '$1')
    .replace(/^(arn:[^:]*:iam::cloudfront:user\/.*)$/, (arn) => arn.replaceAll(' ', '_'));
}

/** One value or a list, as a sorted list without doubles. */
function setOf(value: Json | undefined, each: (member: Json) => Json): readonly Json[] {
  const members: readonly Json[] = value === undefined ? [] : Array.isArray(value) ? value : [value];
  const texts = new Map(members.map(each).map((member) => [canonicalText(member), member]));
  return [...texts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, member]) => member);
}

/** Member names in small letters, unless two of them differ in nothing else. */
function folded(value: Json, each: (member: Json) => Json): Json {
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value);
  const isClear = new Set(entries.map(([name]) => name.toLowerCase())).size === entries.length;
  return Object.fromEntries(
    entries.map(([name, member]) => [isClear ? name.toLowerCase() : name, each(member)]),
  );
}

const asText = (value: Json): Json =>
  typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;

const isEmpty = (value: Json): boolean => isJsonObject(value) && Object.keys(value).length === 0;
