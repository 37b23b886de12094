import type { JsonObject } from './json.js';
import type { Observation } from './observation.js';
import type { OwnResource } from './tampering.js';
import type { AccountTarget } from './target.js';

/** One thing that Snapback rests on, read from its ARN. */
export interface Owned {
  readonly what: OwnResource;
  readonly arn: string;
  /** `eventSource` of the calls that change it. */
  readonly source: string;
  readonly account: AccountTarget;
  /** Missing for roles, which are in no region. */
  readonly region?: string;
  readonly name: string;
}

/** How one of them is set up: nothing that moves by itself, such as a count or the time of the last use. */
export interface OwnState {
  /** Whether it does what Snapback needs of it: the trail logs, the rule passes on to somebody. */
  readonly works: boolean;
  /** In the words of its service. */
  readonly settings: JsonObject;
}

/** Not being able to look is never the same as its not being there. */
export type OwnObservation = Extract<Observation<OwnState>, { kind: 'observed' | 'absent' | 'unreadable' }>;

/** Reads how things that Snapback rests on are set up. Never rejects: what cannot be read is `unreadable`. */
export interface OwnReader {
  read(owned: Owned): Promise<OwnObservation>;
}
