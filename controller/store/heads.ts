import { LeaseLost } from '../domain/errors.js';
import { isObject } from '../domain/json.js';
import type { Head, Stage } from '../domain/ledger.js';
import type { Target } from '../domain/target.js';
import { absent, compares, either } from './expressions.js';
import { headRow } from './keys.js';
import type { Row } from './rows.js';
import type { Store } from './store.js';

/** A head row, with what only the ledger needs of it. */
export interface HeadRow extends Head {
  /** The incident row of an episode that was claimed, until that row was put in its place. */
  readonly opening?: Row;
}

const empty: HeadRow = { version: 0, episodes: 0, seq: 0, hash: '', fence: 0 };

/** The head that a row tells of; what was never written has its first value. */
export async function headFrom({ documents }: Store, row: Row | undefined): Promise<HeadRow> {
  if (row === undefined) return empty;
  const { pk, sk: _, opening, ...attributes } = row;
  return {
    ...empty,
    ...(await documents.unpack(String(pk), attributes)),
    ...(isObject(opening) ? { opening } : {}),
  };
}

export const readHead = async (store: Store, target: Target, aspect: string): Promise<HeadRow> =>
  headFrom(store, await store.rows.get(headRow(target, aspect)));

// Every function below is one update of one row that names the state it may change, touches only its own attributes
// and raises the version: whoever compared the version reads again.

/** Makes the incident in `opening` the next episode, if the head is still the one that was read. */
export async function claimEpisode(
  { rows }: Store,
  target: Target,
  aspect: string,
  head: HeadRow,
  opening: Row,
): Promise<boolean> {
  const changed = await rows.update(headRow(target, aspect), {
    set: { open: opening['id'], episodes: head.episodes + 1, opening },
    add: { version: 1 },
    when: head.version === 0 ? absent('version') : compares('version', '=', head.version),
  });
  return changed !== undefined;
}

/** The incident row is in its place. */
export async function endOpening({ rows }: Store, target: Target, aspect: string, id: string): Promise<void> {
  const when = compares('open', '=', id);
  await rows.update(headRow(target, aspect), { remove: ['opening'], add: { version: 1 }, when });
}

/** The episode is over; a head that went on to another one stays as it is. */
export async function freeHead({ rows }: Store, target: Target, aspect: string, id: string): Promise<void> {
  const when = compares('open', '=', id);
  await rows.update(headRow(target, aspect), { remove: ['open', 'opening'], add: { version: 1 }, when });
}

/** Follows the audit chain to its last row, never backwards. */
export async function followAudit(
  { rows }: Store,
  target: Target,
  aspect: string,
  last: { readonly seq: number; readonly hash: string },
): Promise<void> {
  await rows.update(headRow(target, aspect), {
    set: last,
    add: { version: 1 },
    when: either(absent('seq'), compares('seq', '<', last.seq)),
  });
}

/** What a repair leaves in the head; `null` forgets the stage. */
interface HeadMark {
  readonly repaired?: Head['repaired'];
  readonly stage?: Stage | null;
  readonly catalogue?: string;
  readonly fence?: number;
}

/** Writes the marks that are given and leaves the others. Rejects with LeaseLost if a higher fence has written since. */
export async function markHead(store: Store, target: Target, aspect: string, mark: HeadMark): Promise<void> {
  const { stage, ...others } = mark;
  const key = headRow(target, aspect);
  const set = await store.documents.pack(key.pk, { ...others, ...(stage ? { stage } : {}) });
  const { fence } = mark;
  const marked = await store.rows.update(key, {
    set,
    remove: stage === null ? ['stage'] : [],
    add: { version: 1 },
    ...(fence === undefined ? {} : { when: either(absent('fence'), compares('fence', '<=', fence)) }),
  });
  if (marked === undefined) throw new LeaseLost(`Another controller has been at work on ${aspect} since.`);
}
