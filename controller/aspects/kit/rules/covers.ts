import { canonicalText } from '../../../domain/canonical.js';
import type { Json, JsonObject } from '../../../domain/json.js';
import { matchesPattern } from '../../../exposure/patterns.js';
import { isJsonObject } from '../../../exposure/statements.js';
import { canonicalStatement } from '../policy-form.js';

/**
 * Whether every request that the inner statement is about is one that the outer one is about, too: same effect, no
 * fewer principals, actions and resources, no condition that the inner one does not have at least as strictly. Sound,
 * not complete: true is proved, false is not.
 */
export function covers(outer: JsonObject, inner: JsonObject): boolean {
  const [wide, narrow] = [formOf(outer), formOf(inner)];
  if (wide['Effect'] !== narrow['Effect'] || !isReadable(wide)) return false;
  return (
    coversPrincipals(wide, narrow) &&
    coversNames(wide, narrow, 'Action') &&
    coversNames(wide, narrow, 'Resource') &&
    conditionsIn(wide).every((line) => conditionsIn(narrow).some((given) => implies(given, line)))
  );
}

const forms = new WeakMap<JsonObject, JsonObject>();

/** Remembered, since each statement is compared with many. */
function formOf(statement: JsonObject): JsonObject {
  const form = forms.get(statement) ?? (canonicalStatement(statement) as JsonObject);
  forms.set(statement, form);
  return form;
}

const isReadable = ({ Condition: condition, ...rest }: JsonObject): boolean =>
  (condition === undefined || isJsonObject(condition)) &&
  Object.keys(rest).every((name) => elements.has(name));

const elements = new Set([
  'Effect',
  ...['Principal', 'Action', 'Resource'].flatMap((name) => [name, `Not${name}`]),
]);

function coversPrincipals(wide: JsonObject, narrow: JsonObject): boolean {
  if (wide['NotPrincipal'] !== undefined || narrow['NotPrincipal'] !== undefined)
    return (
      wide['Principal'] === undefined && isSame(wide['NotPrincipal'] ?? null, narrow['NotPrincipal'] ?? null)
    );
  const [all, some] = [wide['Principal'], narrow['Principal']];
  if (!isJsonObject(all) || !isJsonObject(some)) return false;
  if (listIn(all, 'AWS').includes('*')) return true;
  return Object.keys(some).every((kind) =>
    listIn(some, kind).every((name) => listIn(all, kind).some((other) => isSame(other, name))),
  );
}

/** Canonical actions and resources are lists; of the negation, the wider statement excludes less. */
function coversNames(wide: JsonObject, narrow: JsonObject, element: 'Action' | 'Resource'): boolean {
  const isCovered = (name: Json, patterns: readonly Json[]): boolean =>
    patterns.some(
      (pattern) => typeof name === 'string' && typeof pattern === 'string' && isWithin(name, pattern),
    );
  const [all, some] = [listIn(wide, element), listIn(narrow, element)];
  const [notAll, notSome] = [listIn(wide, `Not${element}`), listIn(narrow, `Not${element}`)];
  if (notAll.length > 0)
    return notSome.length > 0 && all.length === 0 && notAll.every((name) => isCovered(name, notSome));
  if (all.length === 0) return false;
  return some.length > 0 && notSome.length === 0
    ? some.every((name) => isCovered(name, all))
    : notSome.length > 0 && some.length === 0 && all.includes('*');
}

/** Whether the pattern matches all that the other one does. A policy variable may become anything. */
const isWithin = (inner: string, pattern: string): boolean =>
  inner === pattern || (!pattern.includes('${') && matchesPattern(pattern, inner));

interface Line {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly Json[];
}

const conditionsIn = ({ Condition: condition }: JsonObject): readonly Line[] =>
  isJsonObject(condition)
    ? Object.entries(condition).flatMap(([operator, keys]) =>
        isJsonObject(keys)
          ? Object.entries(keys).map(([key, values]) => ({ operator, key, values: listOf(values) }))
          : [{ operator, key: '', values: [keys] }],
      )
    : [];

/** Operators (in small letters) that one of several values satisfies: fewer values then say more. */
const anyOfValues =
  /^(?:foranyvalue:)?(?:(?:string|arn)(?:equals|like)|stringequalsignorecase|ipaddress|numericequals|bool)(?:ifexists)?$/;

/** Whether a request for which `given` holds is one for which `line` holds. `XIfExists` holds wherever X does. */
function implies(given: Line, line: Line): boolean {
  const isSameTest = given.operator === line.operator || `${given.operator}ifexists` === line.operator;
  if (given.key !== line.key || !isSameTest) return false;
  if (anyOfValues.test(line.operator))
    return (
      given.values.length > 0 &&
      given.values.every((value) => line.values.some((other) => isSame(value, other)))
    );
  return given.values.length === line.values.length && isSame(given.values, line.values);
}

const listOf = (value: Json | undefined): readonly Json[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

const listIn = (value: JsonObject, member: string): readonly Json[] =>
  Object.hasOwn(value, member) ? listOf(value[member]) : [];

const isSame = (a: Json, b: Json): boolean => canonicalText(a) === canonicalText(b);
