import type { Instant } from './time.js';

/** The brakes that bind a whole account: each is told as one incident of the account. */
export const accountBrakes = ['revertBudget'] as const;
export type AccountBrakeName = (typeof accountBrakes)[number];

export type BrakeName = AccountBrakeName | 'tugOfWar';

/** When which brake is on. */
export interface BrakeSettings {
  /** Repairs of an account in any hour that send more than what closes; 0 for no limit. */
  readonly revertsPerHour: number;
  /** How many repairs of one aspect the same actor may undo within a week before further ones wait; 0 for no limit. */
  readonly tugOfWar: number;
}

export const defaultBrakes: BrakeSettings = { revertsPerHour: 300, tugOfWar: 3 };

/** What the brakes of one account count. */
export interface Tally {
  /** Repairs by the minute (`2026-01-31T12:00`) in which they were begun. */
  readonly reverts: Readonly<Record<string, number>>;
}

export const emptyTally: Tally = { reverts: {} };

/** The counts of the brakes: shared by all replicas, and there again after a restart. */
export interface Tallies {
  tally(account: string): Promise<Tally>;
  /**
   * Changes the tally of an account by compare-and-set and gives what it is then. `change` may be asked several times,
   * and gives nothing where nothing is to be changed.
   */
  count(account: string, change: (tally: Tally) => Tally | undefined): Promise<Tally>;
}

/** A repair that is about to be sent. */
export interface Asked {
  readonly at: Instant;
}
