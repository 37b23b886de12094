import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root, textOf } from './files.js';
import { fencesOf } from './markdown.js';

const page = 'docs/adding-an-aspect.md';

/** The example of the page: whole files, and lines for files that exist, both by path. */
export function exampleOf(markdown: string): {
  readonly files: ReadonlyMap<string, string>;
  readonly additions: ReadonlyMap<string, string>;
} {
  const named = fencesOf(markdown).filter(({ info }) => /^(?:ts|yaml) \S/.test(info));
  const isAddition = ({ info }: { readonly info: string }): boolean => info.includes(' adds to ');
  const byPath = (some: typeof named) =>
    new Map(some.map(({ info, text }) => [info.replace(/^.* /, ''), text]));
  return {
    files: byPath(named.filter((fence) => !isAddition(fence))),
    additions: byPath(named.filter(isAddition)),
  };
}

/** A file with the lines of the example: sorted in among exports, or at the head of the object that it exports. */
export function added(text: string, lines: string): string {
  const head = /^export const .* = \{$/m.exec(text);
  if (head === null)
    return `${[...text.trim().split('\n'), ...lines.trim().split('\n')].sort().join('\n')}\n`;
  const at = head.index + head[0].length + 1;
  return `${text.slice(0, at)}${lines}${text.slice(at)}`;
}

const copied = [
  'controller',
  'deploy',
  'policies',
  'test/aspects',
  'test/contract',
  'test/fakes',
  'test/local',
];

/** A copy of the sources to which somebody did all that the page says; answers its folder. */
export function copyWithExample(): string {
  mkdirSync(join(root, '.snapback'), { recursive: true });
  const copy = mkdtempSync(join(root, '.snapback', 'example-'));
  for (const folder of copied) cpSync(join(root, folder), join(copy, folder), { recursive: true });
  const { files, additions } = exampleOf(textOf(page));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), text);
  };
  for (const [path, text] of files) write(path, text);
  for (const [path, lines] of additions) write(path, added(textOf(path), lines));
  const include = [...files.keys(), ...additions.keys()].filter((path) => path.endsWith('.ts'));
  write(
    'tsconfig.json',
    JSON.stringify({ extends: '../../tsconfig.json', include: ['deploy/**/*.d.ts', ...include] }),
  );
  return copy;
}
