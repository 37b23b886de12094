import fc from 'fast-check';
import { isObject, type Json, type JsonObject } from '../../controller/domain/json.js';

type Path = readonly (string | number)[];

/** The same value with exactly one text, number or switch inside changed, wherever it stands. */
export const oneLeafChanged = (value: Json): fc.Arbitrary<Json> =>
  fc.constantFrom(...leavesOf(value)).map((path) => changedAt(value, path));

const leavesOf = (value: Json): readonly Path[] => {
  if (Array.isArray(value)) return value.flatMap((item, at) => leavesOf(item).map((path) => [at, ...path]));
  if (!isObject(value)) return [[]];
  return Object.entries(value as JsonObject).flatMap(([name, member]) =>
    leavesOf(member).map((path) => [name, ...path]),
  );
};

const changedAt = (value: Json, [first, ...rest]: Path): Json => {
  if (first === undefined) return changed(value);
  if (Array.isArray(value)) return value.map((item, at) => (at === first ? changedAt(item, rest) : item));
  return Object.fromEntries(
    Object.entries(value as JsonObject).map(([name, member]) => [
      name,
      name === first ? changedAt(member, rest) : member,
    ]),
  );
};

const changed = (leaf: Json): Json => {
  if (typeof leaf === 'boolean') return !leaf;
  if (typeof leaf === 'number') return leaf + 1;
  return `${String(leaf)}x`;
};
