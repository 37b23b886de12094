import pc from 'picocolors';
import type { Severity } from '../domain/response.js';

/** Severities in colour, the same in every view. */
export const severityPaint = (color: boolean): Readonly<Record<Severity, (text: string) => string>> => {
  const colors = pc.createColors(color);
  return { critical: colors.red, high: colors.yellow, medium: colors.cyan, low: String };
};
