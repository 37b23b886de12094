import type { Incident } from '../domain/incident.js';
import { isObject, type Json } from '../domain/json.js';
import type { OwnState } from '../domain/own-resource.js';
import type { OwnResource } from '../domain/tampering.js';

/** The name under which it is remembered how one thing that Snapback rests on has to be set up. */
export const memoryOf = (what: OwnResource, arn: string): string => `${what}/${arn}`;

/** A state as the ledger has it; nothing for what is none: somebody accepted that it is not there. */
export const ownStateIn = (json: Json | undefined): OwnState | undefined =>
  isObject(json) && typeof json['works'] === 'boolean' && isObject(json['settings'])
    ? { works: json['works'], settings: json['settings'] as OwnState['settings'] }
    : undefined;

/** How a look last found the things that an incident is about, by ARN; `null` for what was not there. Empty if none looked. */
export function seenIn({ found }: Pick<Incident, 'found'>): ReadonlyMap<string, Json> {
  const state = found.kind === 'observed' && isObject(found.state) ? found.state['seen'] : undefined;
  return new Map(isObject(state) ? Object.entries(state as Readonly<Record<string, Json>>) : []);
}
