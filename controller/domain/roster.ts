import { isObject, type Json } from './json.js';

/** The name under which the buckets of an account that were ever listed, and not let go since, are remembered. */
export const roster = 'roster';

export const rosterState = (names: Iterable<string>): Json => ({ Buckets: [...names].sort() });

/** The names in a remembered roster. */
export const namesIn = (state: Json | undefined): readonly string[] => {
  const names = isObject(state) ? state['Buckets'] : undefined;
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
};
