import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json: the same for the sources, a clone's dist and an installed package. */
export const packageRoot: string = (() => {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const above = dirname(folder);
    if (above === folder) throw new Error(`No package.json above ${fileURLToPath(import.meta.url)}`);
    folder = above;
  }
  return folder;
})();

/** The remediation policies that come with Snapback, named as seen from here if they lie underneath. */
export function shippedPolicies(): string {
  const folder = join(packageRoot, 'policies');
  const near = relative('', folder);
  return near.startsWith('..') ? folder : near;
}
