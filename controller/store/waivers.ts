import type { Target } from '../domain/target.js';
import type { Instant } from '../domain/time.js';
import type { GrantedWaiver, WaiverUse } from '../domain/waiver.js';
import { absent } from './expressions.js';
import { waiverPartition } from './indexes.js';
import { waiverRow, waiverUseRow } from './keys.js';
import { readReferences } from './references.js';
import type { Row } from './rows.js';
import type { Store } from './store.js';

/** Keeps a granted waiver, in place of an earlier one for the same state. */
export async function keepWaiver({ rows, documents }: Store, waiver: GrantedWaiver): Promise<void> {
  const key = waiverRow(waiver.target, waiver.aspect, waiver.state);
  const entry = { byOpen: waiverPartition, when: `${waiver.expires}/${waiver.id}` };
  await rows.put({ ...key, ...entry, ...(await documents.pack(key.pk, waiver)) });
}

/** The waiver of a row. */
export async function waiverFrom({ documents }: Store, row: Row): Promise<GrantedWaiver> {
  const { pk, sk: _, byOpen: __, when: ___, ...attributes } = row;
  // The ledger is the only writer of these rows, and it writes granted waivers.
  return (await documents.unpack(String(pk), attributes)) as unknown as GrantedWaiver;
}

/** The granted waivers that expire after a moment, by their ends. The index follows the table within moments. */
export async function* findGranted(store: Store, after: Instant): AsyncGenerator<GrantedWaiver> {
  const sort = [after, '\uffff'] as const;
  const range = { index: 'by-open', partition: waiverPartition, sort } as const;
  for await (const row of readReferences(store, store.rows.query(range))) {
    const waiver = await waiverFrom(store, row);
    if (waiver.expires > after) yield waiver;
  }
}

/** One update: counts the look, and keeps the first moment beside the last. */
export async function countWaiverUse(
  { rows }: Store,
  target: Target,
  waiver: string,
  at: Instant,
  endsIncident: boolean,
): Promise<void> {
  const key = waiverUseRow(target, waiver);
  const add = { looks: 1, incidents: endsIncident ? 1 : 0 };
  const isFirst = await rows.update(key, { set: { first: at, last: at }, add, when: absent('first') });
  if (isFirst === undefined) await rows.update(key, { set: { last: at }, add });
}

/** What a waiver was good for; nothing if no look has found what it covers. */
export async function readWaiverUse(
  { rows }: Store,
  target: Target,
  waiver: string,
): Promise<WaiverUse | undefined> {
  const row = await rows.get(waiverUseRow(target, waiver));
  if (row === undefined) return undefined;
  const { looks, incidents, first, last } = row;
  return { looks: Number(looks), incidents: Number(incidents), first: String(first), last: String(last) };
}
