import type { Incident } from '../domain/incident.js';
import { targetName } from '../domain/target.js';
import { type Instant, millisBetween } from '../domain/time.js';
import { duration, utc } from './human-time.js';
import { printable } from './printable.js';
import type { Screen } from './screen.js';
import { severityPaint } from './severity-paint.js';
import { spanSince } from './span.js';
import { stateNames, stateOf } from './state.js';
import { table } from './table.js';

/** The state with the one duration that matters there: the age of what is open, the repair time of what is healed. */
function standing(incident: Incident, now: Instant): string {
  const state = stateOf(incident);
  if (incident.status === 'open')
    return `${stateNames[state]}, ${duration(Math.max(0, millisBetween(incident.detectedAt, now)))} old`;
  if (state === 'closedOtherwise') return `closed: ${incident.outcome}`;
  const span = spanSince(incident.occurred, incident.verifiedAt);
  if (state === 'healed' && span.kind === 'exact') return `healed in ${duration(span.ms)}`;
  if (state === 'healed' && span.kind === 'between') return `healed within ${duration(span.maxMs)}`;
  return stateNames[state];
}

/** Incidents for people, one line each, in the order given. Ids are never shortened: people paste them. */
export function incidentsTable(incidents: readonly Incident[], now: Instant, screen: Screen): string {
  if (incidents.length === 0) return 'No incidents.\n';
  const paint = severityPaint(screen.color);
  const lines = table(
    [
      { head: 'incident' },
      { head: 'detected (UTC)' },
      { head: 'severity' },
      { head: 'aspect', gives: true },
      { head: 'target', gives: true },
      { head: 'state' },
    ],
    incidents.map((incident) => [
      { text: printable(incident.id) },
      { text: utc(incident.detectedAt).slice(0, 16) },
      { text: incident.severity, paint: paint[incident.severity] },
      { text: printable(incident.aspect) },
      { text: printable(targetName(incident.target)) },
      { text: standing(incident, now) },
    ]),
    screen,
  );
  return `${lines.join('\n')}\n`;
}
