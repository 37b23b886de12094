import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Aspect } from '../aspects/kit/aspect.js';
import { UserError } from '../domain/errors.js';
import type { Mode } from '../domain/response.js';
import { type Catalogue, loadCatalogueTexts } from './catalogue.js';
import { type CatalogueText, largestText } from './yaml-file.js';

/** Where the catalogue lies on disk. */
interface CatalogueFolders {
  readonly baselineFolders: readonly string[];
  readonly policyFolders: readonly string[];
  /** The controller's own mode: no baseline can be stronger. */
  readonly mode: Mode;
}

/** Loads a catalogue from its folders: every `*.yaml` and `*.yml` right inside, in the order of their names. */
export const loadCatalogue = (
  { baselineFolders, policyFolders, mode }: CatalogueFolders,
  aspects?: readonly Aspect[],
): Catalogue =>
  loadCatalogueTexts(
    { baselines: baselineFolders.flatMap(textsIn), policies: policyFolders.flatMap(textsIn), mode },
    aspects,
  );

function textsIn(folder: string): readonly CatalogueText[] {
  const names = attempt(`cannot read the folder ${folder}: does it exist?`, () => readdirSync(folder));
  return names
    .filter((name) => /^[^.].*\.ya?ml$/.test(name))
    .sort()
    .map((name) => textAt(join(folder, name)));
}

function textAt(file: string): CatalogueText {
  const bytes = attempt(`cannot read ${file}: is it a file that you may read?`, () => {
    // Four bytes are the most that one character takes.
    if (statSync(file).size > largestText * 4)
      throw new UserError(`${file} is far larger than 1 MB: split it`);
    return readFileSync(file);
  });
  return attempt(`${file} is not UTF-8: save it as UTF-8`, () => ({
    file,
    text: new TextDecoder('utf-8', { fatal: true }).decode(bytes),
  }));
}

function attempt<Result>(message: string, action: () => Result): Result {
  try {
    return action();
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError(message, { cause });
  }
}
