import { createHash } from 'node:crypto';
import { isObject } from '../domain/json.js';

const sorted = (_key: string, value: unknown): unknown =>
  isObject(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
    : value;

/** JSON in which equal values have equal text: members in one order, no white space. */
export const canonical = (value: unknown): string => JSON.stringify(value, sorted) ?? 'null';

/** SHA-256 in lower-case hex. */
export const sha256 = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex');
