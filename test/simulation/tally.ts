import { checks } from './checks/index.js';
import type { FaultKind } from './fault-kinds.js';
import { type Played, play } from './play.js';

/** A history in which an invariant did not hold. */
export interface Violation {
  readonly seed: number;
  readonly check: string;
  readonly where: string;
}

/** What some histories came to. */
export interface Tally {
  readonly histories: number;
  readonly faults: Readonly<Partial<Record<FaultKind, number>>>;
  /** Calls that were made, and those at which a process was cut, as `before SITE` and `after SITE`. */
  readonly sites: readonly string[];
  readonly cut: readonly string[];
  readonly violations: readonly Violation[];
  /** The poorest history: how many there were of each at least. */
  readonly least: Least;
}

type Least = Readonly<Record<'targets' | 'drifts' | 'faults' | 'crashes', number>>;

/** The invariants that did not hold in a history. */
export const violationsOf = (played: Played): readonly Violation[] =>
  checks.flatMap((check) =>
    check.find(played).map((where) => ({ seed: played.seed, check: check.name, where })),
  );

/** Plays the history of a seed and judges it. */
export async function tallyOf(seed: number): Promise<Tally> {
  const played = await play(seed);
  const { happenings, members, world } = played;
  const faults: Partial<Record<FaultKind, number>> = {};
  for (const one of happenings) if (one.kind === 'fault') faults[one.fault] = (faults[one.fault] ?? 0) + 1;
  const crashes = (faults['crash before a call'] ?? 0) + (faults['crash after a call'] ?? 0);
  return {
    histories: 1,
    faults,
    sites: [...world.sites],
    cut: [...world.crashed],
    violations: violationsOf(played),
    least: {
      targets: members.length,
      drifts: happenings.filter((one) => one.kind === 'change' && !one.isOurs).length,
      faults: Object.values(faults).reduce((sum, count) => sum + count, 0) - crashes,
      crashes,
    },
  };
}

const both = (one: readonly string[], other: readonly string[]): readonly string[] => [
  ...new Set([...one, ...other]),
];

/** Two tallies as one. */
export function sumOf(one: Tally, other: Tally): Tally {
  const faults: Partial<Record<FaultKind, number>> = { ...one.faults };
  for (const [kind, count] of Object.entries(other.faults) as [FaultKind, number][])
    faults[kind] = (faults[kind] ?? 0) + count;
  const least = (name: keyof Least): number => Math.min(one.least[name], other.least[name]);
  return {
    histories: one.histories + other.histories,
    faults,
    sites: both(one.sites, other.sites),
    cut: both(one.cut, other.cut),
    violations: [...one.violations, ...other.violations],
    least: {
      targets: least('targets'),
      drifts: least('drifts'),
      faults: least('faults'),
      crashes: least('crashes'),
    },
  };
}

/** The tally of no history at all. */
export const nothing: Tally = {
  histories: 0,
  faults: {},
  sites: [],
  cut: [],
  violations: [],
  least: {
    targets: Number.POSITIVE_INFINITY,
    drifts: Number.POSITIVE_INFINITY,
    faults: Number.POSITIVE_INFINITY,
    crashes: Number.POSITIVE_INFINITY,
  },
};
