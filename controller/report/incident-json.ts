import type { Incident } from '../domain/incident.js';
import type { Instant } from '../domain/time.js';
import type { Answers } from './answers.js';
import type { RelatedCall } from './related.js';
import { reportSchema } from './report-json.js';

/** One incident, all that is known of it: what `snapback incident ID` shows. */
export interface IncidentDocument {
  readonly schema: typeof reportSchema;
  readonly kind: 'incident';
  readonly generatedAt: Instant;
  /** The incident as the ledger has it. */
  readonly incident: Incident;
  readonly answers: Answers;
  /** Calls of the same actor and on the same target within an hour, oldest first. */
  readonly related: readonly RelatedCall[];
}

/** The document of one incident, of stable shape; durations are milliseconds in members that end in `Ms` or `ms`. */
export const incidentDocument = (
  incident: Incident,
  answers: Answers,
  related: readonly RelatedCall[],
  generatedAt: Instant,
): IncidentDocument => ({ schema: reportSchema, kind: 'incident', generatedAt, incident, answers, related });

/** The document of one incident as JSON text, ending in a line break. */
export const incidentJson = (document: IncidentDocument): string => `${JSON.stringify(document, null, 2)}\n`;
