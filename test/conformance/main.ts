import { fork } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Answer, Question } from './asked.js';
import type { Cell } from './check.js';
import { lanesWith } from './checks/index.js';
import { ours } from './children.js';
import { type Installer, installer } from './install.js';
import { type Address, type Server, servers } from './servers.js';
import { changesIn, markdownOf, rowOf, tableIn } from './table.js';

const { values: options } = parseArgs({
  options: {
    update: { type: 'boolean', default: false },
    only: { type: 'string' },
    server: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
});
const page = 'docs/conformance.md';
const program = fileURLToPath(new URL('./asked.js', import.meta.url));
const began = Date.now();
const say = (line: string): void =>
  void process.stdout.write(`${String(Math.round((Date.now() - began) / 1_000)).padStart(4)} s  ${line}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const names = servers.map(({ name }) => name);
const chosen = servers.filter(({ name }) => options.server === undefined || name === options.server);
const checks = lanesWith(options.only).flat();
const before = existsSync(page) ? tableIn(readFileSync(page, 'utf8'), names) : new Map();

let theInstaller: Promise<Installer> | undefined;
const installing = (): Promise<Installer> => {
  theInstaller ??= installer();
  return theInstaller;
};

/** Asks a server in a process of its own. Rejects if that dies or leaves anything out. */
function cellsAt(server: Address): Promise<ReadonlyMap<string, Cell>> {
  const { name } = server;
  const column = [...before].flatMap(([row, cells]) => {
    const cell = cells.get(name);
    return cell === undefined ? [] : [[row, cell]];
  });
  const question: Question = {
    server,
    before: Object.fromEntries(column),
    ...(options.only === undefined ? {} : { only: options.only }),
  };
  return new Promise((resolve, reject) => {
    const cells = new Map<string, Cell>();
    const child = ours(fork(program, { stdio: ['ignore', 2, 2, 'ipc'] }));
    child.on('message', ({ row, cell, ms }: Answer) => {
      cells.set(row, cell);
      if (options.verbose) say(`${name}, ${row}: ${cell} (${ms} ms)`);
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (code === 0 && cells.size === checks.length) resolve(cells);
      else
        reject(
          new Error(
            `${name}: asking ended (${signal ?? code}) after ${cells.size} of ${checks.length} checks`,
          ),
        );
    });
    child.send(question);
  });
}

async function columnOf(server: Server): Promise<ReadonlyMap<string, Cell>> {
  const running = await server.start(installing);
  say(`${server.name} ${server.version} runs`);
  try {
    const cells = await cellsAt(running.address);
    const passed = [...cells.values()].filter((cell) => cell === 'pass').length;
    say(`${server.name} passed ${passed} of ${checks.length}`);
    return cells;
  } finally {
    await running.stop();
  }
}

const columns = new Map(
  await Promise.all(chosen.map(async (server) => [server.name, await columnOf(server)] as const)).catch(
    (error: unknown): never => {
      say(`FAILED ${error instanceof Error ? error.message : String(error)}`);
      process.exit(1);
    },
  ),
);
const found = new Map(
  checks.map(rowOf).map((row) => {
    const cells = [...columns].map(([name, column]) => [name, column.get(row) ?? 'not asked'] as const);
    return [row, new Map(cells)] as const;
  }),
);

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
const operations = new Set(checks.map(({ operation }) => operation)).size;
say(`${checks.length} checks, ${operations} operations, ${chosen.length} servers`);
process.exit(failures.length === 0 ? 0 : 1);
