import type { Waivable } from '../domain/baseline.js';
import type { Desired } from '../domain/observation.js';
import type { Mode } from '../domain/response.js';
import type { Target } from '../domain/target.js';
import type { CatalogueProblem } from './problem.js';
import type { Selection } from './selection.js';

/** Where something stands in a file. */
export interface Place {
  /** `FILE:LINE`. */
  readonly source: string;
  problem(message: string, fix: string): CatalogueProblem;
}

/** What a baseline says of one aspect, variables not yet filled in. */
export interface Demand {
  readonly desired: Desired;
  readonly place: Place;
  /** Where each member of the value stands, by name: what is merged comes from several layers. */
  readonly members?: ReadonlyMap<string, Place>;
}

/** The words of a baseline that are for people. */
export interface Labels {
  readonly environment?: string;
  readonly owner?: string;
  readonly contact?: string;
}

/** Whether a deleted bucket is created again, so that nobody takes its name. */
export type Recreate = 'never' | 'hold-name';

/** One baseline as written: its own words, without the layers underneath. */
export interface Layer {
  readonly name: string;
  readonly place: Place;
  readonly extends?: { readonly name: string; readonly place: Place };
  readonly select?: Selection & { readonly place: Place };
  readonly mode?: { readonly value: Mode; readonly place: Place };
  readonly recreate?: { readonly value: Recreate; readonly place: Place };
  readonly waivable?: { readonly value: readonly Waivable[]; readonly place: Place };
  readonly labels: Labels;
  readonly aspects: ReadonlyMap<string, Demand>;
  readonly reopen: ReadonlyMap<string, { readonly value: 'propose' | 'auto'; readonly place: Place }>;
}

/** One baseline with everything underneath it. */
export interface Baseline extends Omit<Layer, 'extends'> {
  /** What its aspects belong to. */
  readonly kind: Target['kind'];
  /** The aspects that it names itself; the others come from underneath. */
  readonly own: ReadonlySet<string>;
  /** The layers underneath, nearest first. */
  readonly ancestors: readonly string[];
}
