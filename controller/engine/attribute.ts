import type { EffectiveBaseline } from '../domain/baseline.js';
import type { Attribution, Incident } from '../domain/incident.js';
import type { EventSignal, Look } from '../domain/signal.js';
import { earliest, type Instant, latest } from '../domain/time.js';
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
