import type { Json, JsonObject } from '../../../domain/json.js';
import type { Target } from '../../../domain/target.js';
import { findingsOf } from './findings.js';
import { placeOf, rulesOf } from './rules.js';

/**
 * The part of a policy that rules speak about, as a value that equals them if and only if nothing is to be done: the
 * requirements that are met, and for each statement at fault which rule it breaks and why.
 */
export function viewOf(
  desired: JsonObject & { readonly rules: JsonObject },
  live: Json | undefined,
  target: Target,
  good: Json | undefined,
): JsonObject {
  const place = placeOf(target);
  const rules = rulesOf(desired, place);
  const { statements, unreadable, breaches, missing, lost } = findingsOf(live, rules, place, good);
  const unmet = new Set(missing.map(({ demand }) => demand));
  const met = rules.require.flatMap(({ demand }) => (unmet.has(demand) ? [] : [demand]));
  const faults = breaches.flatMap(({ at, broken }) =>
    [...broken].map(([rule, why]) => [`${nameOf(statements[at] ?? {}, at)} breaks ${rule}`, why]),
  );
  return {
    rules: { ...desired.rules, require: unreadable === undefined ? met : [] },
    ...Object.fromEntries(faults),
    ...(unreadable === undefined ? {} : { Statement: unreadable }),
    ...(lost.length === 0 ? {} : { lost: `${lost.map(nameOf).join(', ')} of the remembered policy` }),
  };
}

const nameOf = ({ Sid: label }: JsonObject, at: number): string =>
  typeof label === 'string' ? `Statement[${at}] (${label})` : `Statement[${at}]`;
