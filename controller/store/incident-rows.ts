import type { Incident } from '../domain/incident.js';
import type { Target } from '../domain/target.js';
import { targetKey } from '../domain/target.js';
import { incidentEntry, indexAttributes } from './indexes.js';
import { explainsPrefix, incidentRow } from './keys.js';
import type { Row } from './rows.js';
import type { Store } from './store.js';

const ofTheRow = new Set<string>(['pk', 'sk', 'explains', 'overflow', ...indexAttributes]);

/** The row of an incident that explains nothing yet. Writes the parts of long documents first. */
export async function rowOfIncident({ documents }: Store, incident: Incident): Promise<Row> {
  const { explains: _, ...members } = incident;
  const key = incidentRow(incident.target, incident.aspect, incident.episode);
  return { ...key, ...incidentEntry(incident), ...(await documents.pack(key.pk, members)) };
}

/** The ids in the row's own set; the rest lies in rows of its own once the set is full. */
export const ownExplains = (row: Row): readonly string[] =>
  row['explains'] instanceof Set ? [...row['explains']].map(String) : [];

/** The incident of a row, with all documents and all event ids (in the order of their text). */
export async function incidentOfRow({ rows, documents }: Store, row: Row): Promise<Incident> {
  const members = Object.entries(row).filter(([name]) => !ofTheRow.has(name));
  const unpacked = await documents.unpack(String(row['pk']), Object.fromEntries(members));
  const explains = new Set(ownExplains(row));
  // The ledger is the only writer of these rows, and it writes incidents.
  const incident = { ...unpacked, explains: [...explains].sort() } as unknown as Incident;
  if (row['overflow'] !== true) return incident;
  const sort = explainsPrefix(incident.aspect, incident.episode);
  for await (const { sk } of rows.query({ partition: targetKey(incident.target), sort, only: [] })) {
    explains.add(String(sk).slice(sort.length));
  }
  return { ...incident, explains: [...explains].sort() };
}

/** The incident in its place; nothing if it is not there (yet). */
export async function readIncident(
  store: Store,
  target: Target,
  aspect: string,
  episode: number,
): Promise<Incident | undefined> {
  const row = await store.rows.get(incidentRow(target, aspect, episode));
  return row && incidentOfRow(store, row);
}
