import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ask } from './ask.js';
import type { Cell } from './check.js';
import { lanesWith } from './checks/index.js';
import { type Installer, installer } from './install.js';
import { type Server, servers } from './servers.js';
import { changesIn, columnIn, markdownOf, rowOf, tableIn } from './table.js';

const { values: options } = parseArgs({
  options: {
    update: { type: 'boolean', default: false },
    only: { type: 'string' },
    server: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
});
const page = 'docs/conformance.md';
const began = Date.now();
const say = (line: string): void =>
  void process.stdout.write(`${String(Math.round((Date.now() - began) / 1_000)).padStart(4)} s  ${line}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const names = servers.map(({ name }) => name);
const chosen = servers.filter(({ name }) => options.server === undefined || name === options.server);
const rows = lanesWith(options.only).flat().map(rowOf);
const before = existsSync(page) ? tableIn(readFileSync(page, 'utf8'), names) : new Map();

let only: Promise<Installer> | undefined;
const theInstaller = (): Promise<Installer> => {
  only ??= installer();
  return only;
};

async function columnOf({ name, version, start }: Server): Promise<ReadonlyMap<string, Cell>> {
  const running = await start(theInstaller);
  say(`${name} ${version} runs`);
  const cells = new Map<string, Cell>();
  const question = {
    server: running.address,
    before: columnIn(before, name),
    ...(options.only === undefined ? {} : { only: options.only }),
  };
  await ask(question, ({ row, cell, ms }) => {
    cells.set(row, cell);
    if (options.verbose) say(`${name}, ${row}: ${cell} (${ms} ms)`);
  }).finally(running.stop);
  const passed = [...cells.values()].filter((cell) => cell === 'pass').length;
  say(`${name} passes ${passed} of ${rows.length}`);
  return cells;
}

async function columns(): Promise<ReadonlyMap<string, ReadonlyMap<string, Cell>>> {
  const all = chosen.map(async (server) => [server.name, await columnOf(server)] as const);
  return new Map(await Promise.all(all));
}

/** Whatever cannot be started or asked fails the run. */
const asked = await columns().catch((error: unknown): never => {
  say(`FAILED ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
const cellsOf = (row: string): ReadonlyMap<string, Cell> =>
  new Map([...asked].map(([name, column]) => [name, column.get(row) ?? 'not asked']));
const found = new Map(rows.map((row) => [row, cellsOf(row)]));

const isWhole = options.only === undefined && options.server === undefined;
const failures = [...found].flatMap(([row, cells]) => {
  const cell = cells.get('local-aws');
  return cell === undefined || cell === 'pass' ? [] : [`local-aws has to pass ${row}: ${cell}`];
});
if (isWhole && options.update) writeFileSync(page, markdownOf(found, servers));
else failures.push(...changesIn(before, found, isWhole));
for (const failure of failures) say(`FAILED ${failure}`);
if (failures.length > 0)
  say(`If a server has changed and is right, write ${page} anew: npm run test:conformance -- --update`);
const operations = new Set(rows.map((row) => row.split(': ')[0])).size;
say(`${rows.length} checks, ${operations} operations, ${chosen.length} servers`);
process.exit(failures.length === 0 ? 0 : 1);
