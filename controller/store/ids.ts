import type { Clock, Random } from '../domain/ports.js';

// Crockford's base32 in lower case: no i, l, o, u, so that an id survives being read aloud; ASCII order is number order.
const digits = '0123456789abcdefghjkmnpqrstvwxyz';

function timeText(millis: number, length: number): string {
  let text = '';
  for (let rest = millis; text.length < length; rest = Math.floor(rest / 32))
    text = digits.charAt(rest % 32) + text;
  return text;
}

/** So many random base32 digits, 5 bits each. */
export const randomText = (random: Random, length: number): string =>
  Array.from({ length }, () => digits.charAt(Math.floor(random() * 32))).join('');

/** A new incident id: `inc-`, nine digits of time (milliseconds, until the year 3084), eight random ones (40 bits). */
export const incidentId = (clock: Clock, random: Random): string =>
  `inc-${timeText(clock.now().getTime(), 9)}${randomText(random, 8)}`;
