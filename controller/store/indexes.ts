import type { Incident } from '../domain/incident.js';
import type { TimelineEntry } from '../domain/ledger.js';
import type { Actor } from '../domain/signal.js';
import { dayOf } from './keys.js';

/**
 * The secondary indexes: name -> the attribute that partitions it. All are sorted by `when` (time, then id), project
 * keys only and are sparse: a row without the attribute is not in the index. Rows are then read by key from the
 * table, so what they say is never older than the index, and a change that moves no key costs one write.
 */
export const indexes = {
  'by-id': 'byId',
  'by-day': 'byDay',
  'by-aspect': 'byAspect',
  'by-actor': 'byActor',
  'by-open': 'byOpen',
  'by-outbox': 'byOutbox',
} as const;

export type IndexName = keyof typeof indexes;

/** Attributes by which the indexes find a row. */
export const indexAttributes = [...Object.values(indexes), 'when'] as const;
type IndexEntry = Partial<Record<(typeof indexAttributes)[number], string>>;

/** The one value in an index that only asks whether a row is in it. */
export const present = 'yes';

/** Partition of the index of what is open that has the granted waivers; sorted by their ends. */
export const waiverPartition = 'waiver';

const session = /^arn:([^:]+):sts::(\d{12}):assumed-role\/([^/]+)\//;
const role = /^arn:([^:]+):iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/;

/**
 * One spelling for a role and all its sessions, other ARNs as they are. An assumed-role ARN leaves out the role's
 * path, but role names are unique in an account whatever their path (IAM User Guide: "IAM identifiers").
 */
export function principal(arn: string): string {
  const [, partition, account, name] = session.exec(arn) ?? role.exec(arn) ?? [];
  return name === undefined ? arn : `${partition}/${account}/role/${name}`;
}

/** Whether the ARN names the actor or the role behind it. */
export const isActor = (actor: Actor, arn: string): boolean => actor.arn === arn || actor.role === arn;

/** Partition of the actor index for one kind of row. */
export const actorPartition = (kind: 'incident' | 'event', arn: string): string =>
  `${kind}/${principal(arn)}`;

function byActor(kind: 'incident' | 'event', actor: Actor): IndexEntry {
  const arn = actor.role || actor.arn;
  return arn === undefined || arn === '' ? {} : { byActor: actorPartition(kind, arn) };
}

/** Where the indexes have an incident. */
export const incidentEntry = (incident: Incident): IndexEntry => ({
  when: `${incident.detectedAt}/${incident.id}`,
  byId: incident.id,
  byDay: dayOf(incident.detectedAt),
  byAspect: incident.aspect,
  ...(incident.who.kind === 'known' ? byActor('incident', incident.who.actor) : {}),
  ...(incident.status === 'open' ? { byOpen: present } : {}),
  ...(incident.outbox.length > 0 ? { byOutbox: present } : {}),
});

/** Where the indexes have a line of a time line. */
export const timelineEntry = ({ event }: TimelineEntry): IndexEntry => ({
  when: `${event.at}/${event.id}`,
  ...byActor('event', event.actor),
});
