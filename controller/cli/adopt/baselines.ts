import type { CatalogueText } from '../../catalog/yaml-file.js';
import { UserError } from '../../domain/errors.js';
import { type Draft, draftOf, type Found, isClean, loaded } from './draft.js';
import { commonOf } from './factor.js';
import { textOf } from './text.js';

const baseName = 'adopted-base';

/**
 * Baselines for buckets as they were read, each in its file: they pass the check, and every bucket is as they demand.
 * What several hold alike lies in a layer of its own. Throws a UserError for a bucket of which nothing can be held.
 */
export function baselinesFor(found: readonly Found[]): readonly CatalogueText[] {
  const drafts = found.map((one) => draftOf(one));
  const empty = drafts.find(({ held }) => held.size === 0);
  if (empty !== undefined)
    throw new UserError(`Nothing of ${empty.target.name} can be held. Write its baseline by hand.`);
  const factored = filesOf(drafts, commonOf(drafts));
  if (isRight(factored, found)) return factored;
  const plain = filesOf(drafts, new Map());
  if (isRight(plain, found)) return plain;
  throw new UserError(
    `What ${found.map(({ target }) => target.name).join(', ')} hold cannot be declared together.`,
  );
}

function isRight(files: readonly CatalogueText[], found: readonly Found[]): boolean {
  const catalogue = loaded(files);
  return catalogue !== undefined && found.every((one) => isClean(catalogue, one));
}

function filesOf(drafts: readonly Draft[], common: Draft['held']): readonly CatalogueText[] {
  const taken = new Set([baseName]);
  const base =
    common.size === 0 ? [] : [fileOf(baseName, textOf({ name: baseName, held: common, left: [] }))];
  const own = drafts.map((draft) => {
    const name = nameFor(draft.target.name, taken);
    const held = new Map([...draft.held].filter(([aspect]) => !common.has(aspect)));
    const text = textOf({
      name,
      found: draft,
      held,
      left: draft.left,
      ...(common.size === 0 ? {} : { base: baseName }),
    });
    return fileOf(name, text);
  });
  return [...base, ...own];
}

const fileOf = (name: string, text: string): CatalogueText => ({ file: `${name}.yaml`, text });

/** The bucket's name as far as a baseline may be called so, and no other's. */
function nameFor(bucket: string, taken: Set<string>): string {
  const plain = bucket.replaceAll(/[^a-z0-9-]/g, '-').slice(0, 58);
  const names = [plain, ...Array.from({ length: taken.size + 1 }, (_, index) => `${plain}-${index + 2}`)];
  const name = names.find((one) => !taken.has(one)) ?? plain;
  taken.add(name);
  return name;
}
