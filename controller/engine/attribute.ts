import { aspectNamed } from '../aspects/index.js';
import type { EffectiveBaseline } from '../domain/baseline.js';
import type { Attribution, Incident } from '../domain/incident.js';
import type { EventSignal, Look } from '../domain/signal.js';
import { earliest, type Instant, instant, latest } from '../domain/time.js';
import type { Engine } from './engine.js';
import { concerns } from './scope.js';

/** The events of a look that may have changed an aspect, oldest first, without this controller's own writes. */
export const eventsAbout = (
  aspect: string,
  { signals }: Look,
  baseline: EffectiveBaseline,
  isSelf: Engine['isSelf'],
): readonly EventSignal[] =>
  signals
    .filter((signal) => signal.kind === 'event')
    .filter((event) => !isSelf(event.actor) && concerns(event, aspect, baseline))
    .sort((a, b) => (a.at < b.at ? -1 : 1));

/** Who did it and when, as far as events tell. */
export type Telling = Pick<Incident, 'who' | 'occurred'>;

/** CloudTrail's clock has whole seconds: an event may seem up to a second older than it is. */
export const mayBeSince = (at: Instant, moment: Instant): boolean =>
  Date.parse(at) + 1_000 > Date.parse(moment);

/**
 * Who and when, from the events about what was found, oldest first: the first event's time, never outside (last seen
 * good, detected], and the author of the last one, as it claims; without events an interval or nothing. Events from
 * before the last good look count only where there are no others: that look may have shown an old state.
 */
export function tellingOf(
  events: readonly EventSignal[],
  lastGood: Instant | undefined,
  detectedAt: Instant,
): Telling {
  const since = events.filter(({ at }) => lastGood === undefined || mayBeSince(at, lastGood));
  const likely = since.length > 0 ? since : events;
  const [first] = likely;
  const last = likely.at(-1);
  if (first === undefined || last === undefined) {
    return {
      who: { kind: 'unknown', reason: 'No event told of it; a scan or re-check found it.' },
      occurred:
        lastGood === undefined ? { kind: 'unknown' } : { kind: 'between', from: lastGood, to: detectedAt },
    };
  }
  const claimed = earliest(first.at, detectedAt);
  const at = lastGood === undefined ? claimed : latest(claimed, earliest(lastGood, detectedAt));
  return { who: authorOf(last), occurred: { kind: 'at', at } };
}

const authorOf = ({ id, call, actor, at }: EventSignal): Attribution => ({
  kind: 'known',
  actor,
  call,
  event: id,
  at,
  confirmed: false,
});

/**
 * What events that arrive later change about it: the last one before the detection did it, in whatever order they
 * arrive, and a first one that was held for older than the last good look gives way.
 */
export function retelling(
  { who, occurred, detectedAt }: Incident,
  events: readonly EventSignal[],
  lastGood: Instant | undefined,
): Partial<Telling> {
  const causes = events.filter(({ at }) => at <= detectedAt);
  const [first] = causes;
  const last = causes.at(-1);
  if (first === undefined || last === undefined) return {};
  if (who.kind === 'unknown') {
    const since = lastGood ?? (occurred.kind === 'between' ? occurred.from : undefined);
    return tellingOf(causes, since, detectedAt);
  }
  if (who.at === undefined || who.at >= last.at || occurred.kind !== 'at') return {};
  const stands = mayBeSince(who.at, occurred.at);
  return {
    who: authorOf(last),
    ...(stands ? {} : { occurred: { kind: 'at', at: latest(first.at, occurred.at) } }),
  };
}

/** How long before the last good look CloudTrail is asked from, and for how long after the detection. */
const margin = 5 * 60_000;

/**
 * Asks CloudTrail who made the change, or whether what the event claimed is true. Takes its time, so it is asked
 * after the repair; an answer that does not come leaves the incident as it is.
 */
export async function confirm({ lookup, ledger, log }: Engine, incident: Incident): Promise<void> {
  const calls = aspectNamed(incident.aspect)?.events ?? [];
  if (lookup === undefined || calls.length === 0 || incident.finding !== 'difference') return;
  const { occurred, detectedAt } = incident;
  const from =
    occurred.kind === 'at' ? occurred.at : occurred.kind === 'between' ? occurred.from : detectedAt;
  const shift = (at: Instant, ms: number): Instant => instant(new Date(Date.parse(at) + ms));
  const found = await lookup.whoChanged(
    incident.target,
    calls,
    shift(from, -margin),
    shift(detectedAt, margin),
  );
  const { who } = incident;
  if (who.kind === 'known') {
    if (found.kind === 'known' && found.event === who.event) {
      await ledger.change(incident, { who: { ...found, confirmed: true } });
    }
    return;
  }
  await ledger.change(incident, { who: found });
  log.debug('Asked CloudTrail for the actor', { incident: incident.id, answer: found.kind });
}
