import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { clientsOf } from '../local/gateway-clients.js';
import { type Cell, type Check, cellOf, type Place } from './check.js';
import { accountChecks } from './checks/account.js';
import { aspectChecks } from './checks/aspects.js';
import { bucketChecks, refusalChecks } from './checks/buckets.js';
import { loopChecks } from './checks/loop.js';
import { queueChecks } from './checks/queues.js';
import { settingChecks } from './checks/settings.js';
import { tableChecks } from './checks/tables.js';
import { type Server, servers } from './servers.js';
import { changesIn, markdownOf, rowOf, tableIn } from './table.js';

const { values: options } = parseArgs({
  options: {
    update: { type: 'boolean', default: false },
    only: { type: 'string' },
    server: { type: 'string' },
  },
});
const page = 'docs/conformance.md';
const say = (line: string): void => void process.stdout.write(`${line}\n`);
/** The longest that one check may take; the loop's are bounded by themselves. */
const patienceMs = 300_000;

const checks: readonly Check[] = [
  ...bucketChecks,
  ...settingChecks,
  ...refusalChecks,
  ...accountChecks,
  ...tableChecks,
  ...queueChecks,
  ...aspectChecks,
  ...loopChecks,
].filter((check) => options.only === undefined || rowOf(check).includes(options.only));

async function cellsOf(server: Server): Promise<ReadonlyMap<string, Cell>> {
  const running = await server.start();
  try {
    const credentials = {
      accessKeyId: running.env['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: running.env['AWS_SECRET_ACCESS_KEY'] ?? '',
      ...(running.env['AWS_SESSION_TOKEN'] ? { sessionToken: running.env['AWS_SESSION_TOKEN'] } : {}),
    };
    const clientsIn = (region?: string) => clientsOf(running.endpoint, credentials, region);
    const clients = clientsIn();
    const { Account: account = '' } = await clients.sts.send(new GetCallerIdentityCommand({}));
    let names = 0;
    const place: Place = {
      server: running,
      account,
      clients,
      clientsIn,
      name(prefix) {
        names += 1;
        return `${prefix}-${names}`;
      },
    };
    const cells = new Map<string, Cell>();
    for (const check of checks) {
      const late = new Promise<Cell>((resolve) => {
        setTimeout(() => resolve('differs: no end'), patienceMs).unref();
      });
      const cell = await Promise.race([cellOf(check, place), late]);
      cells.set(rowOf(check), cell);
      if (cell !== 'pass') say(`  ${rowOf(check)}: ${cell}`);
    }
    return cells;
  } finally {
    await running.stop();
  }
}

const chosen = servers.filter(({ name }) => options.server === undefined || name === options.server);
const found = new Map(checks.map((check) => [rowOf(check), new Map<string, Cell>()]));
for (const server of chosen) {
  say(`${server.name} ${server.version}`);
  for (const [row, cell] of await cellsOf(server)) found.get(row)?.set(server.name, cell);
}

const isWhole = options.only === undefined && options.server === undefined;
const failures = [...found].flatMap(([row, cells]) => {
  const cell = cells.get('local-aws');
  return cell === undefined || cell === 'pass' ? [] : [`local-aws has to pass ${row}: ${cell}`];
});
if (isWhole && options.update) writeFileSync(page, markdownOf(found, servers));
else if (isWhole) {
  const names = servers.map(({ name }) => name);
  const before = existsSync(page) ? tableIn(readFileSync(page, 'utf8'), names) : new Map();
  failures.push(...changesIn(before, found));
}
say(
  `\n${checks.length} checks, ${new Set(checks.map(({ operation }) => operation)).size} operations, ${chosen.length} servers`,
);
for (const failure of failures) say(`FAILED ${failure}`);
if (failures.length > 0)
  say(`\nIf a server has changed and is right, write ${page} anew: npm run test:conformance -- --update`);
process.exit(failures.length === 0 ? 0 : 1);
