import type { Target } from './target.js';
import type { Instant } from './time.js';

/** The brakes that bind a whole account: each is told as one incident of the account. */
export type AccountBrakeName = 'failureRate' | 'fleetShare' | 'revertBudget';
export type BrakeName = AccountBrakeName | 'tugOfWar';

/** When which brake is on; 0 for never. */
export interface BrakeSettings {
  /** Repairs of an account in any hour that send more than what closes. */
  readonly revertsPerHour: number;
  /** How many percent of an account's buckets a new catalogue may be the ground to write to, before somebody confirms it. */
  readonly fleetShare: number;
  /** How many percent of the last repairs of an account may fail. */
  readonly failureRate: number;
  /** How many repairs of one aspect the same actor may undo within a week before further ones wait. */
  readonly tugOfWar: number;
}

export const defaultBrakes: BrakeSettings = {
  revertsPerHour: 300,
  fleetShare: 10,
  failureRate: 50,
  tugOfWar: 3,
};

/** A catalogue, as far as it was the ground for writes to an account. */
export interface CatalogueTally {
  readonly generation: string;
  /** When it was first the ground for one. */
  readonly since: Instant;
  /** The targets, shortened. */
  readonly targets: readonly string[];
  /** When a person has confirmed it. */
  readonly confirmed?: Instant;
}

/** What the brakes of one account count. */
export interface Tally {
  /** Repairs by the minute (`2026-01-31T12:00`) in which they were begun. */
  readonly reverts: Readonly<Record<string, number>>;
  /** How the last repair of each of the last targets ended, the newest last. */
  readonly ends: readonly { readonly target: string; readonly isWell: boolean }[];
  /** Since when too many of them fail; may be over. */
  readonly failingSince?: Instant;
  /** The last few catalogues, the newest last. */
  readonly catalogues: readonly CatalogueTally[];
  /** How many buckets the last scan has found. */
  readonly buckets?: number;
}

export const emptyTally: Tally = { reverts: {}, ends: [], catalogues: [] };

/** The counts of the brakes: shared by all replicas, and there again after a restart. */
export interface Tallies {
  tally(account: string): Promise<Tally>;
  /**
   * Changes the tally of an account by compare-and-set and gives what it is then. `change` may be asked several times,
   * and gives nothing where nothing is to be changed.
   */
  count(account: string, change: (tally: Tally) => Tally | undefined): Promise<Tally>;
}

/** When a brake is asked, and under which catalogue. */
export interface BrakeMoment {
  readonly at: Instant;
  readonly generation: string;
}

/** A repair that is about to be sent. */
export interface Asked extends BrakeMoment {
  readonly target: Target;
}
