import type { Hold } from '../domain/hold.js';
import type { Incident } from '../domain/incident.js';
import type { Instant } from '../domain/time.js';
import type { Decision } from './decide.js';
import { serves } from './serves.js';

/** After every moment. */
const never = '\uffff';

/** All holds of a decision, the one that ends first before the others, and what only a human ends last. */
const holdsIn = ({ verdicts }: Decision): readonly Hold[] =>
  [...verdicts.values()]
    .flatMap(({ hold }) => (hold === undefined ? [] : [hold]))
    .sort((one, other) => ((one.until ?? never) < (other.until ?? never) ? -1 : 1));

/** What a decision waits for, if anything of it waits. */
export const holdsOn = (decision: Decision): readonly Hold[] =>
  decision.waiting.length === 0 ? [] : holdsIn(decision);

const tellsOnly = (hold: Hold): boolean => hold.kind === 'grace' && hold.tells === true;

/** For what an aspect's repair waits, if some of its steps do: for its own hold, or to open for everybody's. */
export const waitOf = (aspect: string, decision: Decision): Hold | undefined =>
  decision.waiting.some((step) => serves(step, aspect, decision))
    ? (decision.verdicts.get(aspect)?.hold ?? holdsIn(decision).at(-1))
    : undefined;

/** When the first hold that keeps something back is over by itself. */
export const endOfWait = (decision: Decision): Instant | undefined =>
  holdsOn(decision).find((hold) => hold.until !== undefined && !tellsOnly(hold))?.until;

/** How what waits ends for now: people hear of it only where nobody is thought to be at work on it. */
export const waitingAs = (hold: Hold): 'alerted' | 'braked' | 'inGrace' =>
  hold.kind === 'brake' ? 'braked' : tellsOnly(hold) ? 'alerted' : 'inGrace';

export const waitsText = (hold: Hold): string => {
  if (tellsOnly(hold)) return `Is left as it is, because ${hold.because}`;
  return `Waits ${hold.until === undefined ? 'for a human' : `until ${hold.until}`}, because ${hold.because}`;
};

/** Whether people have not been told of an incident, since it has done nothing but wait. */
export const isUntold = ({ transitions, outcome, remediatedBy }: Incident): boolean =>
  outcome === 'inGrace' &&
  remediatedBy === undefined &&
  transitions.every((one) => one.outcome === 'detected' || one.outcome === 'inGrace');
