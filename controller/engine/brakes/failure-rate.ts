import type { Asked, BrakeSettings, Tally } from '../../domain/brake.js';
import { type Instant, instant } from '../../domain/time.js';
import { type AccountBrake, shortened } from './account-brake.js';

/** The last repairs of so many targets are looked at. */
const window = 20;
/** Fewer failures than this are no sign of anything. */
const fewest = 5;
/** For how long nothing that does not close is sent, in milliseconds. */
const quiet = 30 * 60_000;

const overAt = (since: Instant): Instant => instant(new Date(Date.parse(since) + quiet));

/** The tally without what failed: repairs begin anew. */
export const forgiven = ({ failingSince: _, ...tally }: Tally): Tally => ({ ...tally, ends: [] });

/**
 * The tally after a repair that was counted did not succeed. One that S3 refused (`isRefused`) has written nothing and is
 * left out: whoever owns a bucket can refuse, and must not stop the repairs of others by it.
 */
export function failedIn(
  tally: Tally,
  { target, at }: Asked,
  { failureRate: percent }: BrakeSettings,
  isRefused: boolean,
): Tally {
  const id = shortened(target);
  const others = tally.ends.filter((one) => one.target !== id);
  const ends = isRefused ? others : [...others, { target: id, isWell: false }].slice(-window);
  const failed = ends.filter(({ isWell }) => !isWell).length;
  const isTooMuch = percent > 0 && failed >= fewest && failed * 100 > ends.length * percent;
  const begins = !isRefused && isTooMuch && tally.failingSince === undefined;
  return { ...tally, ends, ...(begins ? { failingSince: at } : {}) };
}

/**
 * Where more than so many percent of the last repairs fail or cannot be proved, nothing is sent for half an hour that
 * does not close, as in dry-run. Each target counts once, so that one that cannot be repaired does not stop the others.
 */
export const failureRate: AccountBrake = {
  name: 'failureRate',
  title: 'Too many repairs fail',
  why: 'Writes that fail, or whose effect no read shows, are made by somebody who does not know what they do.',
  on({ failingSince }, { at }, { failureRate: percent }) {
    if (percent === 0 || failingSince === undefined || overAt(failingSince) <= at) return undefined;
    return {
      kind: 'brake',
      brake: 'failureRate',
      until: overAt(failingSince),
      because: `more than ${percent} % of the last repairs of the account have failed or could not be proved (failureRate)`,
    };
  },
  counted(tally, { target }) {
    // It is only asked where no brake is on: what failed before the pause says nothing about what comes after it.
    const { ends, ...rest } = tally.failingSince === undefined ? tally : forgiven(tally);
    const id = shortened(target);
    const others = ends.filter((one) => one.target !== id);
    return { ...rest, ends: [...others, { target: id, isWell: true }].slice(-window) };
  },
  isOver: ({ failingSince }, { at }, { failureRate: percent }) =>
    percent === 0 || failingSince === undefined || overAt(failingSince) <= at,
  runbook: (account) =>
    `In account ${account} most of the last repairs have failed, or no read shows their effect. What closes is still sent at once; all else waits for half an hour and is then tried again. Look at why: snapback incidents --open, and the notes of those that failed. If the cause is gone, end the pause: snapback confirm --reason "..."`,
};
