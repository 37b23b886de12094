import { canonicalText } from '../../domain/canonical.js';
import { isObject, type Json, type JsonObject } from '../../domain/json.js';
import { digest } from './digest.js';
import { canonicalFilter, type ObjectFilter } from './object-filter.js';

/** S3's rule, its dates as ISO texts. */
export type LifecycleRule = {
  readonly ID?: string;
  /** The older spelling of `Filter.Prefix`. */
  readonly Prefix?: string;
  readonly Filter?: ObjectFilter;
  readonly Expiration?: JsonObject;
  readonly Transitions?: readonly JsonObject[];
  readonly NoncurrentVersionTransitions?: readonly JsonObject[];
  readonly [member: string]: Json;
};

/** By what a rule is told from the others: its ID, or what it says where it has none. */
export const ruleKey = ({ ID, ...rule }: LifecycleRule): string => ID ?? digest(canonicalRule(rule));

/** A rule without its ID, in the form in which equivalent rules are equal. S3 gives each spelling back as it was put. */
export function canonicalRule(rule: LifecycleRule): JsonObject {
  const { ID: _, Prefix, Filter, Expiration, Transitions, NoncurrentVersionTransitions, ...rest } = rule;
  const expiration = canonicalExpiration(Expiration);
  return {
    ...(dated(rest as JsonObject) as JsonObject),
    Filter: canonicalFilter({ ...(Prefix === undefined ? {} : { Prefix }), ...Filter }),
    ...(Object.keys(expiration).length === 0 ? {} : { Expiration: expiration }),
    ...listed('Transitions', Transitions),
    ...listed('NoncurrentVersionTransitions', NoncurrentVersionTransitions),
  };
}

function canonicalExpiration({ ExpiredObjectDeleteMarker: marker, ...rest }: JsonObject = {}): JsonObject {
  return { ...(dated(rest) as JsonObject), ...(marker === true ? { ExpiredObjectDeleteMarker: true } : {}) };
}

/** A set that S3 keeps as a list. */
function listed(name: string, transitions: readonly JsonObject[] = []): JsonObject {
  const texts = new Map(transitions.map(dated).map((one): [string, Json] => [canonicalText(one), one]));
  const sorted = [...texts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
  return sorted.length === 0 ? {} : { [name]: sorted };
}

/** Every `Date` as an instant, since a day may be written in several ways. */
function dated(value: Json): Json {
  if (!isObject(value)) return value;
  const members = Object.entries(value as JsonObject).map(([name, member]) => [
    name,
    name === 'Date' && typeof member === 'string' ? instantOf(member) : member,
  ]);
  return Object.fromEntries(members);
}

function instantOf(text: string): string {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? text : date.toISOString();
}
