import type { Incident } from '../domain/incident.js';
import { absent, both, either, exists, lacks, smallerThan } from './expressions.js';
import { ownExplains } from './incident-rows.js';
import { claimRow, explainsRow, incidentRow } from './keys.js';
import type { Store } from './store.js';

/** Event ids in the incident's own row; every write of the row pays for them, so a storm's others get rows of their own. */
const roomInRow = 100;

// How an event is given to an incident, and what a crash leaves after each write:
//   1. the claim row, if absent: it decides  -> the next call for the event, by whomever, does the rest;
//   2. the id in the incident's set; or, if the set is full,
//   3. the mark that there are more          -> a mark with nothing behind it;
//   4. the id in a row of its own.

/** Gives the event to the incident unless another incident of the target has it; true if this one has it now. */
export async function explainEvent(store: Store, incident: Incident, event: string): Promise<boolean> {
  const { target, aspect, episode, id } = incident;
  const key = claimRow(target, event);
  const mine = await store.rows.put({ ...key, aspect, episode, incident: id }, absent('pk'));
  if (mine) {
    await addToIncident(store, incident, event);
    return true;
  }
  const claim = await store.rows.get(key);
  const owner = { target, aspect: String(claim?.['aspect']), episode: Number(claim?.['episode']) };
  await addToIncident(store, owner, event);
  return claim?.['incident'] === id;
}

async function addToIncident(
  { rows }: Store,
  { target, aspect, episode }: Pick<Incident, 'target' | 'aspect' | 'episode'>,
  event: string,
): Promise<void> {
  const key = incidentRow(target, aspect, episode);
  const added = await rows.update(key, {
    add: { explains: new Set([event]), version: 1 },
    when: both(
      exists('pk'),
      lacks('explains', event),
      either(absent('explains'), smallerThan('explains', roomInRow)),
    ),
  });
  if (added !== undefined) return;
  const row = await rows.get(key);
  if (row === undefined || ownExplains(row).includes(event)) return;
  if (row['overflow'] !== true) await rows.update(key, { set: { overflow: true }, add: { version: 1 } });
  await rows.put({ ...explainsRow(target, aspect, episode, event) });
}
