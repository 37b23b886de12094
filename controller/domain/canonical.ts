import { isObject } from './json.js';

const inOrder = (_name: string, value: unknown): unknown =>
  isObject(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
    : value;

/** JSON in which equal values have equal texts: members in one order, no white space. */
export const canonicalText = (value: unknown): string => JSON.stringify(value, inOrder) ?? 'null';
