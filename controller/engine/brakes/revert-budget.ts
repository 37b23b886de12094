import type { Tally } from '../../domain/brake.js';
import { earliest, type Instant, instant } from '../../domain/time.js';
import type { AccountBrake } from './account-brake.js';

const minute = 60_000;
const hour = 60 * minute;

/** The minute of a moment, as the tally spells it: `2026-01-31T12:00`. */
const minuteOf = (at: Instant): string => at.slice(0, 16);

/** When no repair that was begun in a minute is in the last hour any more. */
const leavesAt = (begun: string): number => Date.parse(`${begun}Z`) + minute + hour;

/**
 * The counts of the last hour, oldest first. What a clock that is ahead has counted is counted as of now, so that it does
 * not weigh for longer than what others count.
 */
function lastHour({ reverts }: Tally, at: Instant): readonly (readonly [string, number])[] {
  const now = minuteOf(at);
  const counts = new Map<string, number>();
  for (const [begun, count] of Object.entries(reverts)) {
    if (leavesAt(begun) <= Date.parse(at)) continue;
    const as = earliest(begun, now);
    counts.set(as, (counts.get(as) ?? 0) + count);
  }
  return [...counts].sort(([one], [other]) => (one < other ? -1 : 1));
}

const used = (tally: Tally, at: Instant): number =>
  lastHour(tally, at).reduce((sum, [, count]) => sum + count, 0);

/**
 * So many repairs of an account in any hour, whatever they mend and whoever asks for them: one that would send more waits
 * until the oldest have left the hour. Minutes are counted whole, so the hour is never shorter than it says.
 */
export const revertBudget: AccountBrake = {
  name: 'revertBudget',
  title: 'Too many repairs in an hour',
  why: 'More repairs than an account ever needs in an hour are a mistake in the catalogue, or two that put things back against each other.',
  on(tally, { at }, { revertsPerHour }) {
    if (revertsPerHour === 0) return undefined;
    let left = used(tally, at) + 1 - revertsPerHour;
    if (left <= 0) return undefined;
    const until = lastHour(tally, at).find(([, count]) => {
      left -= count;
      return left <= 0;
    });
    return {
      kind: 'brake',
      brake: 'revertBudget',
      because: `the account has had its ${revertsPerHour} repairs of the last hour (revertsPerHour)`,
      ...(until === undefined ? {} : { until: instant(new Date(leavesAt(until[0]))) }),
    };
  },
  counted(tally, { at }) {
    const counts = new Map(lastHour(tally, at));
    const now = minuteOf(at);
    return { ...tally, reverts: Object.fromEntries(counts.set(now, (counts.get(now) ?? 0) + 1)) };
  },
  // At half of it: one that ends with the first place that is free would begin and end with every repair.
  isOver: (tally, { at }, { revertsPerHour }) =>
    revertsPerHour === 0 || used(tally, at) * 2 <= revertsPerHour,
  runbook: (account) =>
    `Account ${account} has had as many repairs in an hour as it may (revertsPerHour). What closes is still sent at once; all else waits, and is sent by itself as the hour goes on. Look at what is put back: snapback report --since 2h. If one change to the catalogue is behind it, take it back; if somebody undoes the repairs, stop whoever it is; if the account needs them all, raise revertsPerHour, or send them now with: snapback apply`,
};
