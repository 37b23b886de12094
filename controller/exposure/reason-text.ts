import type { JsonObject } from '../domain/json.js';
import type { Audience } from './audience.js';
import { limitsOf } from './conditions.js';
import type { Access } from './world-access.js';

/** How a statement is called, in words and in fields. */
export function subjectOf(
  index: number,
  { Sid: sid }: JsonObject,
): { readonly name: string; readonly fields: { readonly statement: number; readonly sid?: string } } {
  return typeof sid === 'string' && sid !== ''
    ? { name: `Statement ${index} (${sid})`, fields: { statement: index, sid } }
    : { name: `Statement ${index}`, fields: { statement: index } };
}

/** Whom a statement lets in, and what confines it. */
export function audienceText(statement: JsonObject, audience: Audience): string {
  if (audience.isPublic) return 'allows everybody';
  if (audience.isNobody) return 'allows nobody who is left: it names deleted users or roles, or none';
  const limits = limitsOf(statement)
    .map(({ condition: { written, values } }) => `${written} ${values.join(', ')}`)
    .join(' and ');
  if (audience.isAnyPrincipal) return `allows everybody in a network that is fixed by ${limits}`;
  const named = [...new Set([...audience.named, ...audience.viaServices])];
  const whom = named.length === 0 ? 'AWS services' : named.join(', ');
  return limits === '' ? `allows ${whom}` : `allows ${whom}, fixed by ${limits}`;
}

/** What the whole world may do by it. */
export function accessText({ actions, deniedBy }: Access): string {
  const denied = deniedBy.length === 0 ? '' : `, after what statement ${deniedBy.join(', ')} denies`;
  if (actions.length === 0) return `gives them nothing in this bucket${denied}`;
  const shown = actions.slice(0, 5).map(({ name }) => name);
  const more = actions.length > shown.length ? ` and ${actions.length - shown.length} more` : '';
  return `gives them ${shown.join(', ')}${more}${denied}`;
}
