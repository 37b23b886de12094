import type { Outcome, Severity } from '../../controller/domain/response.js';

/** One SDK call; variables not yet filled in. */
export interface Call {
  readonly service: 's3' | 's3control';
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** A look at the world, and what it has to see: just this reply, or this refusal. */
export interface Look {
  readonly call: Call;
  readonly sees: { readonly reply: unknown } | { readonly refusal: string };
}

/** What the ledger has to say about one aspect. */
export interface ExpectedIncident {
  readonly aspect: string;
  readonly policy: string;
  readonly severity: Severity;
  readonly outcome: Outcome;
}

/** Baseline, state, change and actor; then end state, incidents and writes. Benign: the last two are empty. */
export interface Scenario {
  readonly alert: number | string;
  readonly name: string;
  readonly kind: 'drift' | 'benign';
  readonly on: 'bucket' | 'account';
  /** A baseline without its name and its selection, or that none is for the target. */
  readonly baseline: Readonly<Record<string, unknown>> | 'none';
  readonly state: readonly Call[];
  readonly by: 'contractor' | 'root';
  readonly change: readonly Call[];
  /** CloudTrail's names of the calls that the alert is about. */
  readonly events: readonly string[];
  readonly end: readonly Look[];
  /** What the baseline lets the world do, in the oracle's words, such as `world:read`. */
  readonly permits: readonly string[];
  readonly incidents: readonly ExpectedIncident[];
  /** The mutating calls that the controller sends, in order. */
  readonly writes: readonly string[];
}

/** One file: an alert and its scenarios. */
export interface Alert {
  readonly alert: number | string;
  readonly name: string;
  readonly scenarios: readonly Scenario[];
}
