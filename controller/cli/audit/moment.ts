import { UserError } from '../../domain/errors.js';
import { type Instant, instant } from '../../domain/time.js';
import { milliseconds } from '../durations.js';

/** A moment that somebody typed: `2026-03-01`, `2026-03-01T10:00:00Z`, or how long ago, such as `90d`. */
export function momentFrom(text: string, now: Date): Instant {
  if (!/^\d{4}-\d{2}-\d{2}/.test(text)) return instant(new Date(now.getTime() - milliseconds(text)));
  const at = Date.parse(text);
  if (Number.isNaN(at))
    throw new UserError(`'${text}' is no moment. Write such as 2026-03-01, or 90d for 90 days ago.`);
  return instant(new Date(at));
}
