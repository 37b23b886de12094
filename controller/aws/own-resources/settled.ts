import type { Json, JsonObject } from '../../domain/json.js';

/** Members as plain JSON. One that is not set is `null`, so that it differs from one that nobody has asked for yet. */
export const settled = (members: Readonly<Record<string, unknown>>): JsonObject =>
  Object.fromEntries(
    Object.entries(members).map(([name, value]) => [name, JSON.parse(JSON.stringify(value ?? null)) as Json]),
  );

/** A JSON text as what it says, so that white space and order never matter; a text that is none as it is. */
export function documentIn(text: string | undefined): Json | undefined {
  if (text === undefined || text === '') return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
