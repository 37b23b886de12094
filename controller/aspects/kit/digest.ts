import { createHash } from 'node:crypto';
import { isObject, type Json } from '../../domain/json.js';

/** JSON text with sorted members and nothing optional, so that equal values have equal texts. */
export function canonicalText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (isObject(value)) {
    const members = Object.entries(value as Record<string, Json>)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => `${JSON.stringify(name)}:${canonicalText(member)}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value);
}

/** SHA-256 (hex) of the canonical text: the identity of a value. */
export const digest = (value: Json): string =>
  createHash('sha256').update(canonicalText(value)).digest('hex');
