import type { Incident } from '../domain/incident.js';
import type { TimelineEntry } from '../domain/ledger.js';
import { targetKey } from '../domain/target.js';
import { type Instant, instant } from '../domain/time.js';

/** One call near an incident: by the same actor, on the same target, or both. */
export interface RelatedCall {
  readonly at: Instant;
  readonly call: string;
  /** CloudTrail's `eventID`. */
  readonly event: string;
  readonly target: string;
  /** Role, or else ARN, or else type, of whoever made the call. */
  readonly actor: string;
  /** S3's error code if it refused the call. */
  readonly refused: string | null;
  readonly sameTarget: boolean;
  readonly sameActor: boolean;
  /** The incident accounts for this call. */
  readonly explained: boolean;
}

const hour = 3_600_000;

const shifted = (at: Instant, ms: number): Instant => instant(new Date(Date.parse(at) + ms));

/** The time in which calls count as near: an hour before it can first have occurred to an hour after it was detected. */
export function nearTime(incident: Pick<Incident, 'occurred' | 'detectedAt'>): {
  readonly from: Instant;
  readonly to: Instant;
} {
  const { occurred, detectedAt } = incident;
  const start =
    occurred.kind === 'at' ? occurred.at : occurred.kind === 'between' ? occurred.from : detectedAt;
  return { from: shifted(start, -hour), to: shifted(detectedAt, hour) };
}

/** By what an incident's actor is looked up on time lines: the role behind a session, or else its own ARN. */
export const actorKey = ({ who }: Pick<Incident, 'who'>): string | undefined =>
  who.kind === 'known' ? (who.actor.role ?? who.actor.arn) : undefined;

/** The time lines of an incident's target and of its actor as one, each call once, oldest first. */
export function relatedCalls(incident: Incident, timeline: Iterable<TimelineEntry>): readonly RelatedCall[] {
  const key = targetKey(incident.target);
  const actor = actorKey(incident);
  const calls = new Map<string, RelatedCall>();
  for (const { target, event, errorCode } of timeline) {
    const by = event.actor.role ?? event.actor.arn;
    calls.set(`${targetKey(target)} ${event.id}`, {
      at: event.at,
      call: event.call,
      event: event.id,
      target: targetKey(target),
      actor: by ?? event.actor.type,
      refused: errorCode ?? null,
      sameTarget: targetKey(target) === key,
      sameActor: actor !== undefined && by === actor,
      explained: incident.explains.includes(event.id),
    });
  }
  return [...calls.values()].toSorted((a, b) =>
    a.at === b.at ? a.event.localeCompare(b.event, 'en') : a.at < b.at ? -1 : 1,
  );
}
