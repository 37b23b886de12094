import { UserError } from '../domain/errors.js';

const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of a duration such as `500ms`, `10s`, `15m`, `24h` or `30d`. */
export function milliseconds(text: string): number {
  const [, count, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text.trim()) ?? [];
  const factor = units[unit ?? ''];
  if (count === undefined || factor === undefined) {
    throw new UserError(`'${text}' is no duration. Write a number and a unit, such as 10s, 15m, 24h or 30d.`);
  }
  return Math.round(Number(count) * factor);
}
