import { canonicalText } from '../domain/canonical.js';
import type { FieldChange } from '../domain/difference.js';
import { isObject, type Json } from '../domain/json.js';

/**
 * Where two canonical values differ, field by field, in the order of the members' names. Empty if and only if
 * the values are equal. Lists are told apart by their members; a list whose order alone differs is one change.
 */
export function fieldsBetween(
  desired: Json | undefined,
  actual: Json | undefined,
  path = '',
): readonly FieldChange[] {
  if (desired === undefined || actual === undefined)
    return desired === actual ? [] : [change(path, desired, actual)];
  if (canonicalText(desired) === canonicalText(actual)) return [];
  if (Array.isArray(desired) && Array.isArray(actual)) return betweenLists(desired, actual, path);
  if (isObject(desired) && isObject(actual)) return betweenObjects(desired, actual, path);
  return [change(path, desired, actual)];
}

type Members = Readonly<Record<string, unknown>>;

function betweenObjects(desired: Members, actual: Members, path: string): readonly FieldChange[] {
  const names = [...new Set([...Object.keys(desired), ...Object.keys(actual)])].sort();
  return names.flatMap((name) =>
    fieldsBetween(memberOf(desired, name), memberOf(actual, name), path === '' ? name : `${path}.${name}`),
  );
}

// Names of members come from whoever named a tag or a rule: one called `constructor` is no more than a name.
const memberOf = (members: Members, name: string): Json | undefined =>
  Object.hasOwn(members, name) ? (members[name] as Json) : undefined;

function betweenLists(
  desired: readonly Json[],
  actual: readonly Json[],
  path: string,
): readonly FieldChange[] {
  const missing = without(desired, actual);
  const extra = without(actual, desired);
  if (missing.length === 0 && extra.length === 0) return [change(path, desired, actual)];
  return [
    ...missing.map((member) => change(`${path}[]`, member, undefined)),
    ...extra.map((member) => change(`${path}[]`, undefined, member)),
  ];
}

/** The members of one list that the other lacks, counting repetitions. */
function without(list: readonly Json[], other: readonly Json[]): readonly Json[] {
  const left = other.map(canonicalText);
  return list.filter((member) => {
    const at = left.indexOf(canonicalText(member));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

const change = (path: string, desired: Json | undefined, actual: Json | undefined): FieldChange => ({
  path,
  ...(desired === undefined ? {} : { desired }),
  ...(actual === undefined ? {} : { actual }),
});
