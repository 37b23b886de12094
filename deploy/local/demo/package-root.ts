import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
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

/** The settings of the demo's controller, seen from the package's root. */
export const demoSettings: string = join('deploy', 'local', 'demo', 'snapback.yaml');
