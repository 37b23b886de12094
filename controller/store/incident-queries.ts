import type { Incident } from '../domain/incident.js';
import type { IncidentQuery } from '../domain/ledger.js';
import { type Target, targetKey } from '../domain/target.js';
import { incidentOfRow } from './incident-rows.js';
import { actorPartition, type IndexName, isActor, present } from './indexes.js';
import { dayOf, daysPartition, incidentPrefix } from './keys.js';
import { readReferences } from './references.js';
import type { Row, Rows } from './rows.js';
import type { Store } from './store.js';

const firstMoment = '0000';
const lastMoment = '9999';

const matches = (incident: Incident, query: IncidentQuery): boolean =>
  (query.since === undefined || incident.detectedAt >= query.since) &&
  (query.until === undefined || incident.detectedAt <= query.until) &&
  (query.target === undefined || targetKey(incident.target) === targetKey(query.target)) &&
  (query.aspect === undefined || incident.aspect === query.aspect) &&
  (query.status === undefined || incident.status === query.status) &&
  (query.actor === undefined || (incident.who.kind === 'known' && isActor(incident.who.actor, query.actor)));

/** Keys of the incidents that may match, newest first, from the narrowest place that has them all. */
async function* candidates(rows: Rows, query: IncidentQuery): AsyncGenerator<Row> {
  const { since = firstMoment, until = lastMoment } = query;
  const sort = [since, `${until}/\uffff`] as const;
  const inIndex = (index: IndexName, partition: string) =>
    rows.query({ index, partition, sort, backwards: true });
  if (query.target !== undefined) yield* await ofTarget(rows, query.target, query.aspect);
  else if (query.actor !== undefined) yield* inIndex('by-actor', actorPartition('incident', query.actor));
  else if (query.status === 'open') yield* inIndex('by-open', present);
  else if (query.aspect !== undefined) yield* inIndex('by-aspect', query.aspect);
  else {
    const days = { partition: daysPartition, sort: [dayOf(since), dayOf(until)] as const, backwards: true };
    for await (const { sk } of rows.query(days)) yield* inIndex('by-day', String(sk));
  }
}

/** A target's rows lie by aspect and episode: their keys are few and small enough to sort here. */
async function ofTarget(rows: Rows, target: Target, aspect?: string): Promise<readonly Row[]> {
  const found: { readonly row: Row; readonly when: string }[] = [];
  const range = { partition: targetKey(target), sort: incidentPrefix(aspect), only: ['when'] };
  for await (const row of rows.query(range)) found.push({ row, when: String(row['when']) });
  return found.sort((a, b) => (a.when < b.when ? 1 : -1)).map(({ row }) => row);
}

/** Incidents detected between `since` and `until` (both included) that match the rest, newest first. */
export async function* findIncidents(store: Store, query: IncidentQuery): AsyncGenerator<Incident> {
  for await (const row of readReferences(store, candidates(store.rows, query))) {
    const incident = await incidentOfRow(store, row);
    if (matches(incident, query)) yield incident;
  }
}

async function* inIndex(store: Store, index: IndexName, partition: string): AsyncGenerator<Incident> {
  for await (const row of readReferences(store, store.rows.query({ index, partition }))) {
    yield incidentOfRow(store, row);
  }
}

/** The incident with the id. The index follows the table within moments, so one just opened may not be found yet. */
export async function findIncident(store: Store, id: string): Promise<Incident | undefined> {
  for await (const incident of inIndex(store, 'by-id', id)) return incident;
  return undefined;
}

/** The incidents of one aspect of one target, newest episode first. */
export async function* readEpisodes(store: Store, target: Target, aspect: string): AsyncGenerator<Incident> {
  const range = { partition: targetKey(target), sort: incidentPrefix(aspect), backwards: true };
  for await (const row of store.rows.query(range)) yield incidentOfRow(store, row);
}

/** Incidents with undelivered notifications, oldest first. */
export async function* findUndelivered(store: Store): AsyncGenerator<Incident> {
  for await (const incident of inIndex(store, 'by-outbox', present)) {
    if (incident.outbox.length > 0) yield incident;
  }
}
