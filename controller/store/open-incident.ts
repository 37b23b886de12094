import type { Incident } from '../domain/incident.js';
import type { IncidentDraft } from '../domain/ledger.js';
import type { Target } from '../domain/target.js';
import { contest } from './contest.js';
import { explainEvent } from './explain.js';
import { absent } from './expressions.js';
import { claimEpisode, endOpening, freeHead, type HeadRow, readHead } from './heads.js';
import { incidentId } from './ids.js';
import { incidentOfRow, readIncident, rowOfIncident } from './incident-rows.js';
import { dayOf, dayRow } from './keys.js';
import type { Store } from './store.js';

// How an episode is opened, and what a crash leaves after each write:
//   1. the parts of long documents   -> parts that nobody names;
//   2. the day                       -> a day on which nothing may have been opened;
//   3. the head, by compare-and-set: open = id, episodes + 1, and the whole incident row in `opening`. From here on
//      the episode is counted         -> whoever reads the head next puts the row (`completeOpening`);
//   4. the incident row, if absent   -> the head still carries a copy, removed by whoever reads it next;
//   5. the head without the copy.

/** Does what is missing of an opening; returns the incident of the head, and whether this call put its row. */
export async function completeOpening(
  store: Store,
  target: Target,
  aspect: string,
  head: HeadRow,
): Promise<{ readonly incident: Incident; readonly put: boolean } | undefined> {
  const { open, opening } = head;
  if (open === undefined) return undefined;
  const put = opening !== undefined && (await store.rows.put(opening, absent('pk')));
  const incident = put
    ? await incidentOfRow(store, opening)
    : await readIncident(store, target, aspect, head.episodes);
  if (incident?.id !== open) throw new Error(`${open}: the head of ${aspect} names it, but it is not there`);
  // A head that stands behind a closed incident is what a crash while closing leaves.
  if (incident.status === 'closed') await freeHead(store, target, aspect, open);
  else if (opening !== undefined) await endOpening(store, target, aspect, open);
  return { incident, put };
}

/** Opens an episode; or returns the open one, if there is one, with `opened: false`. */
export async function openIncident(
  store: Store,
  days: Set<string>,
  draft: IncidentDraft,
): Promise<{ readonly incident: Incident; readonly opened: boolean }> {
  const { target, aspect } = draft;
  const { incident, put } = await contest(store, `opening an incident of ${aspect}`, async () => {
    const head = await readHead(store, target, aspect);
    const standing = await completeOpening(store, target, aspect, head);
    if (standing?.incident.status === 'open') return standing;
    if (standing !== undefined) return undefined;
    const id = incidentId(store.clock, store.random);
    const row = await rowOfIncident(store, { ...draft, id, version: 1, episode: head.episodes + 1 });
    await noteDay(store, days, dayOf(draft.detectedAt));
    if (!(await claimEpisode(store, target, aspect, head, row))) return undefined;
    const claimed = { ...head, open: id, opening: row, episodes: head.episodes + 1 };
    const made = await completeOpening(store, target, aspect, claimed);
    // Others may have completed it and closed it again meanwhile: then this draft is of a newer episode.
    return made?.put || made?.incident.status === 'open' ? made : undefined;
  });
  const missing = draft.explains.filter((event) => !incident.explains.includes(event));
  for (const event of missing) await explainEvent(store, incident, event);
  const newest = missing.length > 0 && (await readIncident(store, target, aspect, incident.episode));
  return { incident: newest || incident, opened: put };
}

/** Notes once in the life of this process that incidents were opened on a day. */
async function noteDay({ rows }: Store, days: Set<string>, day: string): Promise<void> {
  if (days.has(day)) return;
  await rows.put({ ...dayRow(day) });
  days.add(day);
}
