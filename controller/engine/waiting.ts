import type { Grace } from '../domain/grace.js';
import type { Incident } from '../domain/incident.js';
import type { Instant } from '../domain/time.js';
import type { Decision } from './decide.js';
import { serves } from './serves.js';

/** All graces of a decision, the one that ends first before the others. */
const gracesIn = ({ verdicts }: Decision): readonly Grace[] =>
  [...verdicts.values()]
    .flatMap(({ grace }) => (grace === undefined ? [] : [grace]))
    .sort((one, other) => (one.until < other.until ? -1 : 1));

/** For what an aspect's repair waits, if some of its steps do: for its own grace, or to open for everybody's. */
export const waitOf = (aspect: string, decision: Decision): Grace | undefined =>
  decision.waiting.some((step) => serves(step, aspect, decision))
    ? (decision.verdicts.get(aspect)?.grace ?? gracesIn(decision).at(-1))
    : undefined;

/** When the first grace that holds something back is over. */
export const endOfWait = (decision: Decision): Instant | undefined =>
  decision.waiting.length === 0 ? undefined : gracesIn(decision).find(({ tells }) => tells !== true)?.until;

/** How what waits ends for now: people hear of it only where nobody is thought to be at work on it. */
export const waitingAs = ({ tells }: Grace): 'alerted' | 'inGrace' => (tells ? 'alerted' : 'inGrace');

export const waitsText = ({ until, because, tells }: Grace): string =>
  tells ? `Is left as it is, because ${because}` : `Waits until ${until}, because ${because}`;

/** Whether people have not been told of an incident, since it has done nothing but wait. */
export const isUntold = ({ transitions, outcome, remediatedBy }: Incident): boolean =>
  outcome === 'inGrace' &&
  remediatedBy === undefined &&
  transitions.every((one) => one.outcome === 'detected' || one.outcome === 'inGrace');
