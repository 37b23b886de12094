import type { Incident } from '../domain/incident.js';
import type { Head, Memory } from '../domain/ledger.js';
import { type Target, targetKey } from '../domain/target.js';
import { headFrom } from './heads.js';
import { aspectOfHead, isTargetRow, isWaiverRow, memoryPrefix } from './keys.js';
import { completeOpening } from './open-incident.js';
import type { Row } from './rows.js';
import { selectingTagsFrom } from './selecting-tags.js';
import { sightingsFrom } from './sightings.js';
import type { Store } from './store.js';
import { waiverFrom } from './waivers.js';

/**
 * All that one look has to know: one query for the target's row and its heads, one read for each open incident. On
 * the way it finishes what a crash left: an episode that was claimed but not put, a head behind a closed incident.
 */
export async function recallTarget(store: Store, target: Target): Promise<Memory> {
  const rows: Row[] = [];
  for await (const row of store.rows.query({ partition: targetKey(target), sort: memoryPrefix }))
    rows.push(row);
  const heads = new Map<string, Head>();
  const open = new Map<string, Incident>();
  const readHead = async (row: Row): Promise<void> => {
    const aspect = aspectOfHead(String(row['sk']));
    if (aspect === undefined) return;
    const head = await headFrom(store, row);
    const incident = (await completeOpening(store, target, aspect, head))?.incident;
    if (incident?.status === 'open') open.set(aspect, incident);
    const { open: id, opening: _, ...others } = head;
    heads.set(aspect, id !== undefined && incident?.status === 'open' ? { ...others, open: id } : others);
  };
  await Promise.all(rows.map(readHead));
  const own = rows.find(({ sk }) => isTargetRow(String(sk))) ?? {};
  const granted = rows.filter(({ sk }) => isWaiverRow(String(sk)));
  const waivers = await Promise.all(granted.map((row) => waiverFrom(store, row)));
  const tags = selectingTagsFrom(own);
  return {
    ...(typeof own['knownSince'] === 'string' ? { knownSince: own['knownSince'] } : {}),
    ...(typeof own['born'] === 'string' ? { born: own['born'] } : {}),
    ...(tags === undefined ? {} : { tags }),
    sightings: sightingsFrom(own),
    heads,
    open,
    ...(waivers.length === 0 ? {} : { waivers }),
  };
}
