import type { Instant } from '../domain/time.js';
import type { Figures } from './figures.js';

/** Grows when a member of any document in this folder changes its meaning or goes away, not when one is added. */
export const reportSchema = 1;

/**
 * What `snapback report` gives to programs. Times are ISO 8601 in UTC; durations are whole milliseconds in members
 * whose names end in `Ms`, null where nothing was counted. See `Figures` for each member.
 */
export interface ReportDocument extends Figures {
  readonly schema: typeof reportSchema;
  readonly kind: 'report';
  readonly generatedAt: Instant;
}

/** The report as a document of stable shape. */
export const reportDocument = (figures: Figures, generatedAt: Instant): ReportDocument => ({
  schema: reportSchema,
  kind: 'report',
  generatedAt,
  ...figures,
});

/** The report as JSON text, ending in a line break. */
export const reportJson = (figures: Figures, generatedAt: Instant): string =>
  `${JSON.stringify(reportDocument(figures, generatedAt), null, 2)}\n`;
