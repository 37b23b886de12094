import { canonicalText } from '../domain/canonical.js';
import type { Incident } from '../domain/incident.js';
import type { IncidentChange } from '../domain/ledger.js';
import { graver } from '../domain/response.js';
import { contest } from './contest.js';
import { compares } from './expressions.js';
import { freeHead } from './heads.js';
import { incidentOfRow } from './incident-rows.js';
import { incidentEntry, indexAttributes } from './indexes.js';
import { incidentRow } from './keys.js';
import type { Store } from './store.js';

/**
 * Applies a function to the newest version of an incident, by compare-and-set. Writes only what differs, and
 * nothing at all if nothing does: a call that is made again after a lost reply changes nothing.
 */
async function amend(
  store: Store,
  incident: Incident,
  next: (newest: Incident) => Incident,
): Promise<Incident> {
  const key = incidentRow(incident.target, incident.aspect, incident.episode);
  return contest(store, `changing ${incident.id}`, async () => {
    const row = await store.rows.get(key);
    if (row === undefined || row['id'] !== incident.id)
      throw new Error(`${incident.id} is not in the ledger`);
    const newest = await incidentOfRow(store, row);
    const amended = next(newest);
    const before = new Map<string, unknown>(Object.entries(newest));
    const differing = Object.entries(amended).filter(
      ([name, value]) => canonicalText(value) !== canonicalText(before.get(name)),
    );
    if (differing.length === 0) return newest;
    const entry = incidentEntry(amended);
    const changed = await store.rows.update(key, {
      set: { ...entry, ...(await store.documents.pack(key.pk, Object.fromEntries(differing))) },
      remove: indexAttributes.filter((name) => entry[name] === undefined),
      add: { version: 1 },
      when: compares('version', '=', newest.version),
    });
    return changed && { ...amended, version: newest.version + 1 };
  });
}

const has = (list: readonly unknown[], item: unknown): boolean =>
  list.some((other) => canonicalText(other) === canonicalText(item));

function applied(newest: Incident, change: IncidentChange): Incident {
  const { transition, notification, ...fields } = change;
  if (newest.status === 'closed') {
    // The first to close says how it ended: one drift has one time to repair.
    if (fields.status === 'closed') return newest;
    // Nor may one who saw it open say how it stands.
    if (fields.status === 'open' || fields.outcome !== undefined)
      throw new Error(`${newest.id} was closed meanwhile: look again`);
  }
  const again = transition !== undefined && has(newest.transitions, transition);
  // A notification that came with a transition we know was taken before, and may have been delivered since.
  const told = again || newest.outbox.some(({ id }) => id === notification?.id);
  return {
    ...newest,
    ...fields,
    severity: graver(newest.severity, fields.severity ?? newest.severity),
    transitions: transition && !again ? [...newest.transitions, transition] : newest.transitions,
    outbox: notification && !told ? [...newest.outbox, notification] : newest.outbox,
  };
}

/**
 * Changes the newest version of the incident. Closing writes the incident first and frees the head then: a crash
 * between leaves a head that names a closed incident, which is freed by whoever reads it next.
 */
export async function changeIncident(
  store: Store,
  incident: Incident,
  change: IncidentChange,
): Promise<Incident> {
  const changed = await amend(store, incident, (newest) => applied(newest, change));
  if (change.status === 'closed') await freeHead(store, changed.target, changed.aspect, changed.id);
  return changed;
}

/** Takes a notification out of the outbox. */
export async function markDelivered(store: Store, incident: Incident, notification: string): Promise<void> {
  await amend(store, incident, (newest) => ({
    ...newest,
    outbox: newest.outbox.filter(({ id }) => id !== notification),
  }));
}
