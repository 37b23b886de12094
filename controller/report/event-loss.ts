import type { Incident } from '../domain/incident.js';
import { type Instant, millisBetween } from '../domain/time.js';

/** What these figures need of an incident. */
export type Told = Pick<Incident, 'id' | 'region' | 'finding' | 'cause' | 'channel' | 'who' | 'explains'>;

/** The event that should have told of a drift, as CloudTrail's history knows it. */
export interface Awaited {
  readonly incident: string;
  readonly event: string;
  readonly call: string;
  readonly at: Instant | null;
  readonly region: string | null;
}

/** How many events of one call in one region came, and how many did not. */
export interface CallFigures {
  readonly call: string;
  readonly region: string | null;
  readonly came: number;
  readonly lost: number;
}

/** Of drifts: which events that should have told of them came. */
export interface EventFigures {
  /** Drifts whose event came, before or after a scan found them. */
  readonly came: number;
  /** How many of these were found by something else first. */
  readonly late: number;
  /** Drifts whose event CloudTrail's history has, and that did not come by now. */
  readonly lost: number;
  /** The same, but made so short a time ago that the event may yet come. */
  readonly pending: number;
  /** Drifts of which nobody knows which event should have told: in no rate. */
  readonly unknown: number;
  /** Lost among those that came or were lost; null where there are none. */
  readonly lossRate: number | null;
  readonly calls: readonly CallFigures[];
  /** Calls of which events were lost and none came. */
  readonly neverCame: readonly string[];
  readonly lostEvents: readonly Awaited[];
}

// CloudTrail User Guide: events come within minutes on average, without a promise. LookupEvents API Reference: within 15.
const delayMs = 15 * 60_000;

const isDrift = ({ cause, finding }: Told): boolean =>
  cause === 'drift' && (finding === 'difference' || finding === 'gone');

/** The event of CloudTrail's history that an incident names and that it was not told by; nothing if it names none. */
export function awaitedBy({ id, region, who, explains, ...rest }: Told): Awaited | undefined {
  if (!isDrift({ id, who, explains, ...rest }) || who.kind === 'unknown' || !who.confirmed) return undefined;
  if (explains.includes(who.event)) return undefined;
  return { incident: id, event: who.event, call: who.call, at: who.at ?? null, region: region ?? null };
}

/**
 * The figures at a moment. `heard` are the awaited events that came after all, though to explain something else or
 * nothing: those are not lost.
 */
export function eventFigures(
  incidents: readonly Told[],
  { until, heard }: { readonly until: Instant; readonly heard: ReadonlySet<string> },
): EventFigures {
  const drifts = incidents.filter(isDrift);
  const awaited = drifts.flatMap((one) => awaitedBy(one) ?? []);
  const missing = awaited.filter(({ event }) => !heard.has(event));
  const mayYetCome = ({ at }: Awaited): boolean => at !== null && millisBetween(at, until) < delayMs;
  const lostEvents = missing.filter((one) => !mayYetCome(one));
  const without = new Set(missing.map(({ incident }) => incident));
  const known = drifts.filter(({ who }) => who.kind === 'known');
  const came = known.filter(({ id }) => !without.has(id));
  const lossRate =
    came.length + lostEvents.length === 0 ? null : lostEvents.length / (came.length + lostEvents.length);
  const calls = callFigures(came, lostEvents);
  return {
    came: came.length,
    late: came.filter(({ channel }) => channel !== 'event').length,
    lost: lostEvents.length,
    pending: missing.length - lostEvents.length,
    unknown: drifts.length - known.length,
    lossRate,
    calls,
    neverCame: [...new Set(lostEvents.map(({ call }) => call))]
      .filter((call) => calls.every((one) => one.call !== call || one.came === 0))
      .sort(),
    lostEvents,
  };
}

function callFigures(came: readonly Told[], lost: readonly Awaited[]): readonly CallFigures[] {
  const rows = new Map<string, CallFigures>();
  const count = (call: string, region: string | null, more: Pick<CallFigures, 'came' | 'lost'>): void => {
    const key = `${call} ${region ?? ''}`;
    const row = rows.get(key) ?? { call, region, came: 0, lost: 0 };
    rows.set(key, { ...row, came: row.came + more.came, lost: row.lost + more.lost });
  };
  for (const { who, region } of came)
    if (who.kind === 'known') count(who.call, region ?? null, { came: 1, lost: 0 });
  for (const { call, region } of lost) count(call, region, { came: 0, lost: 1 });
  return [...rows].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row);
}
