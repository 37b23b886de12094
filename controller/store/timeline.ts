import type { TimelineEntry } from '../domain/ledger.js';
import { type Target, targetKey } from '../domain/target.js';
import type { Instant } from '../domain/time.js';
import { absent } from './expressions.js';
import { actorPartition, indexAttributes, isActor, timelineEntry } from './indexes.js';
import { eventRange, eventRow } from './keys.js';
import { readReferences } from './references.js';
import type { Row } from './rows.js';
import type { Store } from './store.js';

const ofTheRow = new Set<string>(['pk', 'sk', ...indexAttributes]);

async function entryOfRow({ documents }: Store, row: Row): Promise<TimelineEntry> {
  const members = Object.entries(row).filter(([name]) => !ofTheRow.has(name));
  // The ledger is the only writer of these rows, and it writes lines of a time line.
  return (await documents.unpack(String(row['pk']), Object.fromEntries(members))) as unknown as TimelineEntry;
}

/** Puts a line on the time lines of its target and its actor. The first of several deliveries stays. */
export async function noteOnTimeline(store: Store, entry: TimelineEntry): Promise<void> {
  const key = eventRow(entry.target, entry.event.at, entry.event.id);
  const packed = await store.documents.pack(key.pk, entry);
  await store.rows.put({ ...key, ...timelineEntry(entry), ...packed }, absent('pk'));
}

/** The lines of a target, or of an actor, between two moments (both included), oldest first. */
export async function* readTimeline(
  store: Store,
  of: { readonly target: Target } | { readonly actor: string },
  from: Instant,
  to: Instant,
): AsyncGenerator<TimelineEntry> {
  if ('target' in of) {
    const rows = store.rows.query({ partition: targetKey(of.target), sort: eventRange(from, to) });
    for await (const row of rows) yield entryOfRow(store, row);
    return;
  }
  const references = store.rows.query({
    index: 'by-actor',
    partition: actorPartition('event', of.actor),
    sort: [from, `${to}/\uffff`],
  });
  for await (const row of readReferences(store, references)) {
    const entry = await entryOfRow(store, row);
    if (isActor(entry.event.actor, of.actor)) yield entry;
  }
}
