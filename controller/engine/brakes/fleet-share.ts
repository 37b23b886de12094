import type { Asked, BrakeSettings, CatalogueTally, Tally } from '../../domain/brake.js';
import { type Instant, millisBetween } from '../../domain/time.js';
import { type AccountBrake, shortened } from './account-brake.js';

/** So many targets are never too many, however small the account is. */
const least = 20;
/** And more than these nobody lets a catalogue reach unseen, however large it is. */
const most = 400;

/** A catalogue under which so long no more than its share was written to has shown that it is harmless, in milliseconds. */
const trial = 24 * 3_600_000;

/** Replicas may go by different catalogues for a while; a longer memory helps nobody. */
const kept = 3;

const entryOf = ({ catalogues }: Tally, generation: string): CatalogueTally | undefined =>
  catalogues.find((one) => one.generation === generation);

/** How many targets a catalogue may be the ground to write to. */
export const shareOf = ({ buckets = 0 }: Tally, { fleetShare }: BrakeSettings): number =>
  Math.min(most, Math.max(least, Math.ceil((buckets * fleetShare) / 100)));

const isFull = (entry: CatalogueTally, tally: Tally, settings: BrakeSettings): boolean =>
  entry.confirmed === undefined && entry.targets.length >= shareOf(tally, settings);

/** Puts a catalogue in the place of what is known of it. */
const noting = (tally: Tally, entry: CatalogueTally): Tally => ({
  ...tally,
  catalogues: [...tally.catalogues.filter(({ generation }) => generation !== entry.generation), entry].slice(
    -kept,
  ),
});

/** The tally in which a person has confirmed a catalogue: it may reach whatever it selects. */
export function confirmedIn(tally: Tally, generation: string, at: Instant): Tally {
  const since = entryOf(tally, generation)?.since ?? at;
  return noting(tally, { generation, since, targets: [], confirmed: at });
}

/** How many targets were written to under a catalogue, as long as that is counted. */
export const reachedUnder = (tally: Tally, generation: string): number =>
  entryOf(tally, generation)?.targets.length ?? 0;

/**
 * A new catalogue may be the ground to write to so many percent of an account's buckets, whether drift is put back under
 * it or a person applies it; then a person has to confirm it. One that has not reached so many within a day is old.
 */
export const fleetShare: AccountBrake = {
  name: 'fleetShare',
  title: 'A new catalogue reaches too much of the fleet',
  why: 'An edit that is wrong is wrong everywhere at once. It has to show itself on a part of the fleet first.',
  bindsPeople: true,
  on(tally, { generation, target }, settings) {
    const entry = settings.fleetShare === 0 ? undefined : entryOf(tally, generation);
    if (entry === undefined || !isFull(entry, tally, settings)) return undefined;
    if (entry.targets.includes(shortened(target))) return undefined;
    return {
      kind: 'brake',
      brake: 'fleetShare',
      because: `${entry.targets.length} targets of the account were written to under the catalogue ${generation.slice(0, 12)}, which nobody has confirmed`,
    };
  },
  counted(tally, { generation, target, at }: Asked) {
    const entry = entryOf(tally, generation) ?? { generation, since: at, targets: [] };
    const isOld = entry.confirmed !== undefined || millisBetween(entry.since, at) >= trial;
    const id = shortened(target);
    if (isOld || entry.targets.includes(id)) return tally;
    return noting(tally, { ...entry, targets: [...entry.targets, id] });
  },
  isOver(tally, { generation }, settings) {
    const entry = entryOf(tally, generation);
    return settings.fleetShare === 0 || entry === undefined || !isFull(entry, tally, settings);
  },
  runbook: (account) =>
    `In account ${account} the catalogue in force has been the ground to write to as many targets as one may be before anybody has confirmed it (fleetShare). What closes is still sent at once; all else waits. Look at what it has done: snapback report --since 24h. If it is right, say so: snapback confirm --reason "..." shows what else it would write to, and lets it. If not, put the old files back.`,
};
