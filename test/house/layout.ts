/** What is wrong with the names of files: everything is kebab-case, and named for what it is about. */
export const wrongNames = (paths: readonly string[]): readonly string[] =>
  paths.filter((path) => {
    const parts = path.split('/');
    const stem = (parts.at(-1) ?? '').replace(/^_/, '').replace(/(?:\.[a-z]+)+$/, '');
    return (
      !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(stem) ||
      [...parts.slice(0, -1), stem].some((part) =>
        /(?:^|-)(?:utils?|helpers?|managers?|services?|common)$/.test(part),
      )
    );
  });

/** Files with more lines than fit. */
export const tooLong = (
  files: readonly { readonly path: string; readonly text: string }[],
  most: number,
): readonly string[] =>
  files
    .map(({ path, text }) => ({ path, lines: text.replace(/\n$/, '').split('\n').length }))
    .filter(({ lines }) => lines > most)
    .map(({ path, lines }) => `${path}: ${lines} lines`);

/** The files that a registry takes its exports from, in its order: `export { acl } from './acl.js';`. */
export const registered = (registry: string): readonly string[] =>
  [...registry.matchAll(/^export \{ \w+ \} from '\.\/([a-z-]+)\.js';$/gm)].map(([, file = '']) => file);

/** Hosts that only say where somebody downloaded packages. */
export const packageHosts = (text: string): readonly string[] =>
  [
    ...text.matchAll(
      /"resolve[d]":|^\s*(?:@[\w-]+:)?registry\s*=|\/\/[\w.-]*(?:registry|npmjs|artifactory|nexus|verdaccio|codeartifact)[\w-]*\.[\w.-]*[a-z]/gim,
    ),
  ].map(([found]) => found.trim());
