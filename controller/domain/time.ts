/** A moment as ISO 8601 in UTC with milliseconds (`2026-01-31T12:00:00.000Z`), so that text order is time order. */
export type Instant = string;

export const instant = (date: Date): Instant => date.toISOString();

/** Milliseconds from one moment to a later one; negative if they are the other way round. */
export const millisBetween = (from: Instant, to: Instant): number => Date.parse(to) - Date.parse(from);

export const earliest = (a: Instant, b: Instant): Instant => (a <= b ? a : b);
export const latest = (a: Instant, b: Instant): Instant => (a >= b ? a : b);
