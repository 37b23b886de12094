import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Aspect } from '../aspects/kit/aspect.js';
import { UserError } from '../domain/errors.js';
import type { Mode } from '../domain/response.js';
import type { Instant } from '../domain/time.js';
import { type Catalogue, type CatalogueTexts, loadCatalogueTexts } from './catalogue.js';
import { type CatalogueText, largestText } from './yaml-file.js';

/** Where the catalogue lies on disk. */
export interface CatalogueFolders {
  readonly baselineFolders: readonly string[];
  readonly policyFolders: readonly string[];
}

interface LoadedFolders extends CatalogueFolders {
  /** The controller's own mode: no baseline can be stronger. */
  readonly mode: Mode;
  /** When it is loaded; without it no waiver can be read. */
  readonly now?: Instant;
}

/** The files of a catalogue as they are now: every `*.yaml` and `*.yml` right inside, in the order of their names. */
export const textsIn = ({ baselineFolders, policyFolders }: CatalogueFolders): CatalogueTexts => ({
  baselines: baselineFolders.flatMap(filesIn),
  policies: policyFolders.flatMap(filesIn),
});

/** Loads a catalogue from its folders. */
export const loadCatalogue = (
  { mode, now, ...folders }: LoadedFolders,
  aspects?: readonly Aspect[],
): Catalogue =>
  loadCatalogueTexts({ ...textsIn(folders), mode, ...(now === undefined ? {} : { now }) }, aspects);

function filesIn(folder: string): readonly CatalogueText[] {
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
