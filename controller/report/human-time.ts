import type { Instant } from '../domain/time.js';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const pair = (ms: number, large: number, largeName: string, small: number, smallName: string): string => {
  const whole = Math.floor(ms / large);
  const rest = Math.floor((ms % large) / small);
  return rest === 0 ? `${whole} ${largeName}` : `${whole} ${largeName} ${rest} ${smallName}`;
};

/** Milliseconds for people, two units at most: `840 ms`, `3.2 s`, `4 min 10 s`, `2 d 3 h`. Never rounded up to a longer unit. */
export function duration(ms: number): string {
  if (ms < second) return `${Math.floor(ms)} ms`;
  // Floor, as everywhere else here: 59.99 s must not be shown as 60.0 s.
  if (ms < minute) return `${(Math.floor(ms / 100) / 10).toFixed(1)} s`;
  if (ms < hour) return pair(ms, minute, 'min', second, 's');
  if (ms < day) return pair(ms, hour, 'h', minute, 'min');
  return pair(ms, day, 'd', hour, 'h');
}

/** A moment for people, in UTC to the second: `2026-01-31 12:00:03 UTC`. */
export const utc = (at: Instant): string => `${at.slice(0, 10)} ${at.slice(11, 19)} UTC`;
