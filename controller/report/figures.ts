import type { Incident } from '../domain/incident.js';
import { severities } from '../domain/response.js';
import type { Channel } from '../domain/signal.js';
import { targetKey } from '../domain/target.js';
import type { Instant } from '../domain/time.js';
import { type EventFigures, eventFigures } from './event-loss.js';
import { type OpenAge, openByAge } from './open-age.js';
import { type SpanFigures, span, spanFigures, spanSince } from './span.js';
import { type State, stateOf, states } from './state.js';

/** What figures need of an incident; a caller with very many need not keep the rest. */
export type Counted = Pick<
  Incident,
  | 'id'
  | 'version'
  | 'target'
  | 'aspect'
  | 'finding'
  | 'status'
  | 'outcome'
  | 'mode'
  | 'cause'
  | 'severity'
  | 'policy'
  | 'channel'
  | 'occurred'
  | 'detectedAt'
  | 'remediatedAt'
  | 'verifiedAt'
  | 'region'
  | 'who'
  | 'explains'
>;

/** The figures of one set of incidents. */
export interface Tally {
  readonly incidents: number;
  /** How many are in each state; they add up to `incidents`. */
  readonly states: Readonly<Record<State, number>>;
  /** Occurred to detected (MTTD), of drift outside dry-run, whatever became of it. */
  readonly timeToDetect: SpanFigures;
  /** Occurred to verified (MTTR), of drift outside dry-run that Snapback put back. */
  readonly timeToRepair: SpanFigures;
}

/** A tally of the incidents that share one aspect, severity, channel or control. */
export interface Group extends Tally {
  readonly key: string;
}

/** Everything that `snapback report` says. */
export interface Figures extends Tally {
  readonly since: Instant;
  /** The end of the time reported on, and the moment at which open incidents have the ages given. */
  readonly until: Instant;
  readonly targets: number;
  /** Healed by Snapback, but a rollout or an onboarding: nobody broke anything, so they are in no figure. */
  readonly healedNotDrift: number;
  /** Where the time of the repairs in `timeToRepair` went. */
  readonly parts: {
    readonly occurredToDetected: SpanFigures;
    readonly detectedToRemediated: SpanFigures;
    readonly remediatedToVerified: SpanFigures;
  };
  /** Groups that have incidents: aspects and controls by name, severities worst first, channels by how directly they tell. */
  readonly by: {
    readonly aspect: readonly Group[];
    readonly severity: readonly Group[];
    readonly channel: readonly Group[];
    /** By control id; an incident counts for every control of its policy, or for `none`. */
    readonly control: readonly Group[];
  };
  /** Which of the events that should have told of the drifts came. */
  readonly events: EventFigures;
  /** All that is open at `until`, also what was detected before `since`. */
  readonly openByAge: readonly OpenAge[];
}

const channels: readonly Channel[] = ['event', 'recheck', 'finding', 'scan', 'catalogue', 'command'];

const isDrift = (incident: Counted): boolean =>
  incident.cause === 'drift' && incident.finding === 'difference' && incident.mode === 'auto-revert';

const isRepair = (incident: Counted): boolean => isDrift(incident) && stateOf(incident) === 'healed';

function tally(incidents: readonly Counted[]): Tally {
  const counts = Object.fromEntries(states.map((state) => [state, 0])) as Record<State, number>;
  for (const incident of incidents) counts[stateOf(incident)] += 1;
  return {
    incidents: incidents.length,
    states: counts,
    timeToDetect: spanFigures(
      incidents.filter(isDrift).map((one) => spanSince(one.occurred, one.detectedAt)),
    ),
    timeToRepair: spanFigures(
      incidents.filter(isRepair).map((one) => spanSince(one.occurred, one.verifiedAt)),
    ),
  };
}

function grouped(
  incidents: readonly Counted[],
  keysOf: (incident: Counted) => readonly string[],
  order: readonly string[],
): readonly Group[] {
  return order.flatMap((key) => {
    const members = incidents.filter((one) => keysOf(one).includes(key));
    return members.length === 0 ? [] : [{ key, ...tally(members) }];
  });
}

/** The group of what breaks no control. */
const noControl = 'none';

const controlsOf = ({ policy }: Counted): readonly string[] =>
  policy.controls === undefined || policy.controls.length === 0 ? [noControl] : policy.controls;

/** S3.9 before S3.13, and what breaks no control last. */
const byNumber = (one: string, other: string): number =>
  Number(one === noControl) - Number(other === noControl) ||
  one.localeCompare(other, 'en', { numeric: true });

/** The newest version of each incident: a caller may ask the ledger twice (a period, and all that is open). */
function once(incidents: Iterable<Counted>): readonly Counted[] {
  const newest = new Map<string, Counted>();
  for (const incident of incidents) {
    const known = newest.get(incident.id);
    if (known === undefined || known.version < incident.version) newest.set(incident.id, incident);
  }
  return [...newest.values()];
}

/**
 * The figures of the incidents detected from `since` up to and including `until`. Incidents detected earlier count
 * in `openByAge` if they are still open, and nowhere else. `heard` are events that came, though no incident has them.
 */
export function figuresOf(
  incidents: Iterable<Counted>,
  period: { readonly since: Instant; readonly until: Instant },
  heard: ReadonlySet<string> = new Set(),
): Figures {
  const known = once(incidents).filter((one) => one.detectedAt <= period.until);
  const counted = known.filter((one) => one.detectedAt >= period.since);
  const repairs = counted.filter(isRepair);
  const healed = counted.filter((one) => stateOf(one) === 'healed');
  const aspects = [...new Set(counted.map((one) => one.aspect))].toSorted();
  return {
    since: period.since,
    until: period.until,
    targets: new Set(counted.map((one) => targetKey(one.target))).size,
    ...tally(counted),
    healedNotDrift: healed.length - repairs.length,
    parts: {
      occurredToDetected: spanFigures(repairs.map((one) => spanSince(one.occurred, one.detectedAt))),
      detectedToRemediated: spanFigures(repairs.map((one) => span(one.detectedAt, one.remediatedAt))),
      remediatedToVerified: spanFigures(repairs.map((one) => span(one.remediatedAt, one.verifiedAt))),
    },
    by: {
      aspect: grouped(counted, (one) => [one.aspect], aspects),
      severity: grouped(counted, (one) => [one.severity], severities.toReversed()),
      channel: grouped(counted, (one) => [one.channel], channels),
      control: grouped(counted, controlsOf, [...new Set(counted.flatMap(controlsOf))].toSorted(byNumber)),
    },
    events: eventFigures(counted, { until: period.until, heard }),
    openByAge: openByAge(known, period.until),
  };
}
