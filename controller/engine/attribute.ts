import { aspectNamed } from '../aspects/index.js';
import type { EffectiveBaseline } from '../domain/baseline.js';
import type { Attribution, Incident, Occurred } from '../domain/incident.js';
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

/** When it happened: the first event's time, never outside (last seen good, detected]; without events an interval or nothing. */
export function occurredFrom(
  events: readonly EventSignal[],
  lastGood: Instant | undefined,
  detectedAt: Instant,
): Occurred {
  const [first] = events;
  if (first !== undefined) {
    const claimed = earliest(first.at, detectedAt);
    return {
      kind: 'at',
      at: lastGood === undefined ? claimed : latest(claimed, earliest(lastGood, detectedAt)),
    };
  }
  return lastGood === undefined ? { kind: 'unknown' } : { kind: 'between', from: lastGood, to: detectedAt };
}

/** Who did it: the author of the last event, as the event claims. */
export function whoFrom(events: readonly EventSignal[]): Attribution {
  const last = events.at(-1);
  if (last === undefined)
    return { kind: 'unknown', reason: 'No event told of it; a scan or re-check found it.' };
  return { kind: 'known', actor: last.actor, call: last.call, event: last.id, confirmed: false };
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
