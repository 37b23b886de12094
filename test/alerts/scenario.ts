import type { Outcome, Severity } from '../../controller/domain/response.js';

interface CallTo<Service> {
  readonly service: Service;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** One SDK call; variables not yet filled in. */
export type SdkCall = CallTo<'s3' | 's3control'>;

/** A call to a service of which the local AWS has the API and never the events: with what CloudTrail logs of it. */
export type ElsewhereCall = CallTo<'cloudtrail' | 'dynamodb' | 'events' | 'iam' | 'sqs'>;

export type Call = SdkCall | ElsewhereCall;

export const isElsewhere = (call: Call): call is ElsewhereCall =>
  call.service !== 's3' && call.service !== 's3control';

/** A look at the world, and what it has to see: just this reply, or this refusal. */
export interface Look {
  readonly call: SdkCall;
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
  /** ARN of what Snapback itself rests on here, if that is what is changed. */
  readonly own?: string;
  readonly state: readonly SdkCall[];
  readonly by: 'contractor' | 'root';
  /** The change leaves nothing behind that a scan could find. */
  readonly isTraceless: boolean;
  readonly change: readonly Call[];
  /** The error with which the change has to be refused; then nothing is changed. */
  readonly refused?: string;
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
