import { isObject } from '../domain/json.js';
import type { GoodState, Sighting } from '../domain/ledger.js';
import type { Target } from '../domain/target.js';
import type { Instant } from '../domain/time.js';
import { absent, both, compares, either } from './expressions.js';
import { goodRow, targetRow } from './keys.js';
import type { Row } from './rows.js';
import type { Store } from './store.js';

// One attribute per aspect for the moment and one for the digest, not a map of maps: the first sighting of a target
// makes its row in one update, and each aspect can be held against its own newest moment.
const momentPrefix = 'goodAt/';
const momentOf = (aspect: string): string => `${momentPrefix}${aspect}`;
const digestOf = (aspect: string): string => `goodAs/${aspect}`;

/** The sightings in a target row. */
export function sightingsFrom(row: Row): ReadonlyMap<string, Sighting> {
  const moments = Object.entries(row).filter(([name]) => name.startsWith(momentPrefix));
  return new Map(
    moments.map(([name, at]) => {
      const aspect = name.slice(momentPrefix.length);
      return [aspect, { at: String(at), desired: String(row[digestOf(aspect)]) }];
    }),
  );
}

/** Notes that the target exists; the first answer stays. */
export async function knowTarget({ rows }: Store, target: Target, at: Instant, born?: string): Promise<void> {
  const birth = born === undefined ? {} : { born };
  await rows.update(targetRow(target), { set: { knownSince: at, ...birth }, when: absent('knownSince') });
}

/** The next that is seen there is new. What was seen as declared stays. */
export async function forgetTarget({ rows }: Store, target: Target): Promise<void> {
  await rows.update(targetRow(target), { remove: ['knownSince', 'born'] });
}

/** One update for all aspects; an older moment never replaces a newer one. */
export async function noteSightings(
  { rows }: Store,
  target: Target,
  at: Instant,
  aspects: ReadonlyMap<string, string>,
): Promise<void> {
  let left = [...aspects];
  while (left.length > 0) {
    const set = Object.fromEntries(
      left.flatMap(([aspect, digest]) => [
        [momentOf(aspect), at],
        [digestOf(aspect), digest],
      ]),
    );
    const notNewer = left.map(([aspect]) =>
      either(absent(momentOf(aspect)), compares(momentOf(aspect), '<=', at)),
    );
    if ((await rows.update(targetRow(target), { set, when: both(...notNewer) })) !== undefined) return;
    // Somebody looked later than we did: what they saw stays. Each turn drops at least one aspect.
    const known = sightingsFrom((await rows.get(targetRow(target))) ?? {});
    left = left.filter(([aspect]) => (known.get(aspect)?.at ?? '') <= at);
  }
}

/** Keeps a good state; an older one never replaces a newer one. */
export async function keepGoodState(
  { rows, documents }: Store,
  target: Target,
  aspect: string,
  { at, state }: GoodState,
): Promise<void> {
  const key = goodRow(target, aspect);
  const row = { ...key, at, ...(await documents.pack(key.pk, { state: { value: state } })) };
  await rows.put(row, either(absent('at'), compares('at', '<=', at)));
}

export async function readGoodState(
  { rows, documents }: Store,
  target: Target,
  aspect: string,
): Promise<GoodState | undefined> {
  const row = await rows.get(goodRow(target, aspect));
  if (row === undefined) return undefined;
  const { pk, at, state } = row;
  const unpacked = await documents.unpack(String(pk), { state });
  if (!isObject(unpacked['state']))
    throw new Error(`${String(pk)}: the good state of ${aspect} is not readable`);
  return { at: String(at), state: unpacked['state']['value'] as GoodState['state'] };
}
