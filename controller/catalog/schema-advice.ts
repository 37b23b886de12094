import type { ErrorObject } from 'ajv';
import { isObject } from '../domain/json.js';
import { nearest } from './nearest.js';

/** What is wrong, and what to write instead. */
export interface Advice {
  readonly message: string;
  readonly fix: string;
}

/** How many known words are listed when none resembles the one that was written. */
const listed = 15;

/** One of ajv's errors in words for people; `written` is how the value stands in the file. */
export function adviceOn(error: ErrorObject, path: readonly string[], written: string): Advice {
  const parent: Readonly<Record<string, unknown>> = isObject(error.parentSchema) ? error.parentSchema : {};
  const subject = subjectOf(path);
  const described = typeof parent['description'] === 'string' ? parent['description'] : undefined;
  switch (error.keyword) {
    case 'additionalProperties': {
      const known = isObject(parent['properties']) ? Object.keys(parent['properties']) : [];
      const key = String(error.params['additionalProperty']);
      return { message: `${short(key)} is unknown here`, fix: choose(key, known, 'take it away') };
    }
    case 'required': {
      const missing = String(error.params['missingProperty']);
      const properties = isObject(parent['properties']) ? parent['properties'] : {};
      const member = properties[missing];
      const about =
        isObject(member) && typeof member['description'] === 'string' ? member['description'] : '';
      return { message: `${subject} lacks ${missing}`, fix: `add ${missing}${about && `: ${about}`}` };
    }
    case 'enum':
    case 'const': {
      const allowed = (
        error.keyword === 'enum' ? error.params['allowedValues'] : [error.params['allowedValue']]
      ) as readonly unknown[];
      const words = allowed.map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
      return {
        message: `${subject} cannot be ${short(written)}`,
        fix: choose(typeof error.data === 'string' ? error.data : '', words, 'change it'),
      };
    }
    case 'type': {
      const wanted = String(error.params['type']);
      const isScalar = typeof error.data === 'number' || typeof error.data === 'boolean';
      return {
        message: `${subject} must be ${article(wanted)}, not ${kindOf(error.data)}`,
        fix:
          wanted === 'string' && isScalar
            ? `put it in quotes: '${written}'`
            : (described ?? `write ${article(wanted)}`),
      };
    }
    case 'minItems':
    case 'minProperties':
      return {
        message:
          error.params['limit'] === 1
            ? `${subject} is empty`
            : `${subject} has fewer than ${String(error.params['limit'])} entries`,
        fix: described ?? 'add an entry, or take it away',
      };
    case 'pattern':
      return {
        message: `${subject} cannot be ${short(written)}`,
        fix: described ?? `write a text that matches ${String(error.params['pattern'])}`,
      };
    case 'form':
      return {
        message: `${subject} fits more than one form`,
        fix: described ?? 'give the members of one form only',
      };
    default:
      return {
        message: `${subject} ${error.message ?? 'is not valid'}`,
        fix: described ?? 'change it so that it is valid',
      };
  }
}

function choose(word: string, known: readonly string[], otherwise: string): string {
  const meant = nearest(word, known);
  if (meant !== undefined) return `did you mean ${meant}?`;
  const names = known.slice(0, listed).join(', ') + (known.length > listed ? ', ...' : '');
  return known.length === 0 ? otherwise : `${otherwise}, or write one of: ${names}`;
}

/** The value by its key, or by its number in the list that has a key. */
function subjectOf(path: readonly string[]): string {
  const last = path.at(-1);
  if (last === undefined) return 'the document';
  return /^\d+$/.test(last) ? `${path.length > 1 ? subjectOf(path.slice(0, -1)) : 'entry'}[${last}]` : last;
}

/** A value as it was written, cut so that a message stays a line. */
const short = (written: string): string =>
  written.length > 80 ? `${written.slice(0, 77)}...` : written || 'empty';

const names: Readonly<Record<string, string>> = {
  string: 'text',
  object: 'a map',
  array: 'a list',
  boolean: 'true or false',
  integer: 'a whole number',
  number: 'a number',
  null: 'null',
};
const article = (types: string): string =>
  types
    .split(',')
    .map((type) => names[type] ?? type)
    .join(' or ');
const kindOf = (data: unknown): string =>
  article(
    Array.isArray(data) ? 'array' : data === null ? 'null' : data === undefined ? 'nothing' : typeof data,
  );
