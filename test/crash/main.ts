import { parseArgs } from 'node:util';
import type { Violation } from '../../deploy/local/oracle/oracle.js';
import { randomStream } from '../../deploy/local/random.js';
import { createFleet, dataBaseline, namesOf, siteBaseline } from '../rig/fleet.js';
import { startRig } from '../rig/rig.js';
import { siteGrants, siteNamesOf } from '../rig/site.js';
import { until } from '../rig/wait.js';
import { accountsOf } from './accounts.js';
import { ControllerProcess } from './controller-process.js';
import { Journal } from './journal.js';
import { liveAndDie } from './lives.js';
import { type Planted, Storm } from './storm.js';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    kills: { type: 'string', default: '20' },
    buckets: { type: 'string', default: '50' },
  },
});
const [seed, kills, buckets] = [values.seed, values.kills, values.buckets].map(Number) as [
  number,
  number,
  number,
];
const say = (line: string): void => void process.stdout.write(`${line}\n`);
/** What led to a moment that the oracle objects to: the last changes of the bucket, and what each let outsiders do. */
const before = ({ bucket, at }: Violation): string =>
  rig.aws.world.oracle
    .history(bucket)
    .filter((change) => change.at <= at)
    .slice(-10)
    .map(
      ({ at: when, principal, operation, grants }) =>
        `    ${bucket} ${when.toISOString()} ${principal.split('/')[1] ?? principal} ${operation} -> [${grants.join(', ')}]`,
    )
    .join('\n');
const told = ({ bucket, name, event }: Planted): string => `${bucket} ${name} (event ${event})`;

say(
  `Crash test: ${kills} times SIGKILL in a storm over ${buckets} buckets, seed ${seed} (--seed ${seed} starts alike)`,
);
const rig = await startRig(`${dataBaseline}---\n${siteBaseline}`, { seed });
// Every tenth bucket is a public site, whose policy is healed in stages.
const sites = siteNamesOf(Math.floor(buckets / 10));
const names = [...namesOf(buckets - sites.length), ...sites];
await createFleet(rig.intruder.s3, names);
for (const site of sites) rig.aws.world.oracle.declare(site, siteGrants);
await rig.onboard();

const journal = new Journal(rig.aws.world);
const storm = new Storm(rig, names, randomStream(seed, 'storm'));
const controller = new ControllerProcess({
  ...rig.env,
  SNAPBACK_LOG_LEVEL: 'info',
  SNAPBACK_SCAN_EVERY: '5s',
  // A storm is what brakes are for; here it is what is healed.
  SNAPBACK_REVERTS_PER_HOUR: '0',
  SNAPBACK_FAILURE_RATE: '0',
  SNAPBACK_TUG_OF_WAR: '0',
});
say('Every bucket is at its baseline; the storm begins.');
storm.begin();
const lives = await liveAndDie(controller, journal, kills, randomStream(seed, 'lives'));
await storm.end();
journal.life += 1;
await controller.start();
say(
  `The storm is over. ${lives.atRandom} lives ended at a random moment, ${lives.afterWrite} in the middle of a write.`,
);

const failures: string[] = [];
const calm = Date.now();
await until(
  () => storm.wrong(),
  (left) => left.length === 0,
  150_000,
).catch((error: unknown) => failures.push(`not healed: ${String(error)}`));
const healing = Date.now() - calm;

const ledger = (await rig.tools()).ledger();
const settled = () => accountsOf(ledger, storm.planted, journal);
await until(settled, ({ lost, open }) => lost.length + open.length === 0, 90_000).catch(() => {});
await controller.kill();

const { once, overwritten, lost, twice, open } = await settled();
const wrong = new Set((await storm.wrong()).map((line) => line.split(' ')[0]));
const { violations } = rig.aws.world.oracle;
failures.push(
  ...lost.map((one) => `in no incident: ${told(one)}`),
  ...twice.map((one) => `in several incidents: ${told(one)}`),
  ...open.map(({ id, aspect, outcome }) => `still open: ${id} ${aspect} ${outcome}`),
  ...violations.map(
    ({ bucket, request, before, after }) =>
      `opened: ${bucket} by ${request.operation}: [${before.join(', ')}] became [${after.join(', ')}]`,
  ),
);

say('');
for (const [what, figure] of [
  ['changes planted', storm.planted.length],
  ['explained by exactly one incident', once],
  ['overwritten before any look', overwritten.length],
  ['calls that S3 refused to the intruder', storm.refused],
  ['buckets as declared at the end', `${names.length - wrong.size} of ${names.length}`],
  ['seconds from the end of the storm until all was healed', (healing / 1_000).toFixed(1)],
  ['incidents left open', open.length],
  ['moments that the oracle objects to', violations.length],
] as const) {
  say(`  ${what.padEnd(56)} ${figure}`);
}
for (const one of overwritten) say(`  overwritten: ${told(one)}`);
for (const failure of failures) say(`  FAILED ${failure}`);
for (const violation of violations) say(before(violation));
say(failures.length === 0 ? '\nNothing was lost.' : `\n${failures.length} failures.`);
await rig.stop();
process.exit(failures.length === 0 ? 0 : 1);
