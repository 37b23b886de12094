import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository, with a slash at the end. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** The text of a file of the repository. */
export const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');

/** A file with its text, as the checks want it. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

// What git ignores is nobody's work.
const ignored = new Set(['node_modules', 'dist', 'coverage', '.git', '.snapback']);

/** Every file under a folder of the repository, sorted; paths have forward slashes. */
export function pathsUnder(folder: string): readonly string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries
    .filter(({ name }) => !ignored.has(name) && !name.endsWith('.tsbuildinfo'))
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      return entry.isDirectory() ? pathsUnder(path) : [path];
    })
    .sort();
}

/** The TypeScript files under some folders, with their texts. */
export const sourcesUnder = (...folders: readonly string[]): readonly SourceFile[] =>
  folders
    .flatMap(pathsUnder)
    .filter((path) => path.endsWith('.ts'))
    .map((path) => ({ path, text: textOf(path) }));
