import { canonicalText } from '../domain/canonical.js';
import type { SelectingTags } from '../domain/ledger.js';
import type { Target } from '../domain/target.js';
import { absent, compares } from './expressions.js';
import { targetRow } from './keys.js';
import type { Row } from './rows.js';
import type { Store } from './store.js';

/** One text, so that one comparison tells whether somebody else has kept others since. */
const attribute = 'selectingTags';

/** The tags in a target row by which the bucket was last selected. */
export function selectingTagsFrom(row: Row): SelectingTags | undefined {
  const text = row[attribute];
  return typeof text === 'string' ? (JSON.parse(text) as SelectingTags) : undefined;
}

/** Replaces the tags that are kept; false if others than `before` are kept by now. */
export async function noteSelectingTags(
  { rows }: Store,
  target: Target,
  tags: SelectingTags,
  before: SelectingTags | undefined,
): Promise<boolean> {
  const when =
    before === undefined ? absent(attribute) : compares(attribute, '=', canonicalText({ ...before }));
  const set = { [attribute]: canonicalText({ ...tags }) };
  return (await rows.update(targetRow(target), { set, when })) !== undefined;
}
