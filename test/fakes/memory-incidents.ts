import { canonicalText } from '../../controller/domain/canonical.js';
import type { Incident } from '../../controller/domain/incident.js';
import type { IncidentChange, IncidentQuery } from '../../controller/domain/ledger.js';
import { graver } from '../../controller/domain/response.js';
import { targetKey } from '../../controller/domain/target.js';

/** Whether both say the same, whatever the order of their members. */
export const isEqual = (one: unknown, other: unknown): boolean => canonicalText(one) === canonicalText(other);

/** The incident after a change: appended are transitions and outbox, and the first to close says how it ended. */
export function changed(incident: Incident, change: IncidentChange): Incident {
  const { transition, notification, ...fields } = change;
  if (incident.status === 'closed' && fields.status === 'closed') return incident;
  if (incident.status === 'closed' && (fields.status === 'open' || fields.outcome !== undefined))
    throw new Error(`${incident.id} was closed meanwhile: look again`);
  const isKnown = transition !== undefined && incident.transitions.some((one) => isEqual(one, transition));
  const isTold = isKnown || incident.outbox.some(({ id }) => id === notification?.id);
  return {
    ...incident,
    ...fields,
    severity: graver(incident.severity, fields.severity ?? incident.severity),
    transitions:
      transition === undefined || isKnown ? incident.transitions : [...incident.transitions, transition],
    outbox: notification === undefined || isTold ? incident.outbox : [...incident.outbox, notification],
  };
}

/** Whether a query asks for the incident. */
export function isAskedFor(
  { target, detectedAt, aspect, status, who }: Incident,
  query: IncidentQuery,
): boolean {
  const actor = who.kind === 'known' ? [who.actor.arn, who.actor.role] : [];
  return (
    (query.since === undefined || detectedAt >= query.since) &&
    (query.until === undefined || detectedAt <= query.until) &&
    (query.target === undefined || targetKey(target) === targetKey(query.target)) &&
    (query.aspect === undefined || aspect === query.aspect) &&
    (query.status === undefined || status === query.status) &&
    (query.actor === undefined || actor.includes(query.actor))
  );
}
