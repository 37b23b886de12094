import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aspects } from '../aspects/index.js';
import type { CatalogueText } from '../catalog/yaml-file.js';
import { UserError } from '../domain/errors.js';
import { defaultTiming } from '../engine/engine.js';
import { observe } from '../engine/observe.js';
import { baselinesFor } from './adopt/baselines.js';
import type { Found } from './adopt/draft.js';
import type { Command } from './command.js';
import { bucketsOf } from './targets.js';
import type { Tools } from './tools.js';

export const adopt: Command = {
  name: 'adopt',
  takes: '<buckets...>',
  summary: 'Write baselines that hold buckets as they are, and say what is not worth holding',
  options: [
    { flag: '--out <folder>', about: 'write a file for each baseline into this folder' },
    { flag: '--force', about: 'write over files that are there' },
  ],
  examples: ['adopt data-orders', 'adopt data-orders data-invoices --out baselines'],
  async run(tools, { json, text, flag }, names) {
    const files = baselinesFor(await read(tools, names));
    const folder = text('out');
    if (folder !== undefined) await write(files, folder, flag('force'));
    if (json) tools.terminal.out(`${JSON.stringify({ schema: 1, kind: 'adoption', files }, null, 2)}\n`);
    else if (folder === undefined) tools.terminal.out(files.map((file) => file.text).join('---\n'));
    else
      tools.terminal.err(`${files.length} files written to ${folder}. Look at them, then: snapback check\n`);
    return 0;
  },
};

/** Every aspect of the named buckets. */
async function read(tools: Tools, names: readonly string[]): Promise<readonly Found[]> {
  const engine = { access: tools.access('dry-run'), clock: tools.clock, timing: defaultTiming };
  const wanted = aspects.filter(({ scope }) => scope === 'bucket').map(({ name }) => name);
  const found: Found[] = [];
  for await (const { target, region } of bucketsOf(tools, names)) {
    const seen = await observe(engine, target, wanted, region);
    found.push({ target, seen, ...(region === undefined ? {} : { region }) });
  }
  return found;
}

/** All or nothing: a file that is there keeps the others from being written. */
async function write(files: readonly CatalogueText[], folder: string, force: boolean): Promise<void> {
  const paths = files.map(({ file, text }) => ({ path: join(folder, file), text }));
  const there = paths.filter(({ path }) => existsSync(path)).map(({ path }) => path);
  if (there.length > 0 && !force)
    throw new UserError(
      `${there.join(', ')} is there already. Give --force to write over it, or another --out.`,
    );
  await mkdir(folder, { recursive: true });
  for (const { path, text } of paths) await writeFile(path, text, { flag: force ? 'w' : 'wx' });
}
