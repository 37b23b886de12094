import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Incident } from '../../controller/domain/incident.js';
import { randomStream } from '../../deploy/local/random.js';
import { drifts } from '../rig/drifts.js';
import { createFleet, dataBaseline, namesOf } from '../rig/fleet.js';
import { startRig } from '../rig/rig.js';
import { until } from '../rig/wait.js';
import { wrongWith } from '../rig/wrong.js';
import { ControllerProcess } from './controller-process.js';
import { Journal, wasOverwrittenUnseen } from './journal.js';

/** One change that the intruder made, with the id of the event that tells of it. */
interface Planted {
  readonly bucket: string;
  readonly name: string;
  readonly requestId: string;
  readonly event: string;
}

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    kills: { type: 'string', default: '20' },
    buckets: { type: 'string', default: '50' },
  },
});
const seed = Number(values.seed);
const kills = Number(values.kills);
const random = randomStream(seed, 'crash');
const say = (line: string): void => void process.stdout.write(`${line}\n`);

say(
  `Crash test: ${kills} times SIGKILL in a storm over ${values.buckets} buckets, seed ${seed} (--seed ${seed} plays it again)`,
);
const rig = await startRig(dataBaseline, { seed });
const names = namesOf(Number(values.buckets));
await createFleet(rig.intruder.s3, names);
await rig.onboard();
say('Every bucket is at its baseline; the storm begins.');

const journal = new Journal(rig.aws.world);
const planted: Planted[] = [];
const storm = { on: true };
const blowing = (async () => {
  while (storm.on) {
    const bucket = names[Math.floor(random() * names.length)] ?? '';
    const drift = drifts[Math.floor(random() * drifts.length)];
    if (drift === undefined) continue;
    const { $metadata } = await drift.send(rig.intruder.s3, bucket);
    const requestId = $metadata.requestId ?? '';
    const event = rig.aws.world.events.find(({ requestID }) => requestID === requestId)?.eventID ?? '';
    planted.push({ bucket, name: drift.name, requestId, event });
    await sleep(50 + random() * 150);
  }
})();

const controller = new ControllerProcess({
  ...rig.env,
  SNAPBACK_LOG_LEVEL: 'info',
  SNAPBACK_SCAN_EVERY: '5s',
});
const midPlan = { count: 0 };
for (let kill = 0; kill < kills; kill += 1) {
  journal.life += 1;
  await controller.start();
  if (kill % 2 === 0) await sleep(300 + random() * 2_500);
  else {
    // After the effect of one of its writes and before the reply: between two steps of a plan, or right after the last.
    let left = 1 + Math.floor(random() * 6);
    await Promise.race([
      sleep(8_000),
      new Promise<void>((resolve) => {
        journal.onWrite = () => {
          left -= 1;
          if (left > 0) return;
          journal.onWrite = () => {};
          midPlan.count += 1;
          void controller.kill();
          resolve();
        };
      }),
    ]);
    journal.onWrite = () => {};
  }
  await controller.kill();
}
storm.on = false;
await blowing;
journal.life += 1;
await controller.start();
say(
  `The storm is over: ${planted.length} changes, ${kills} kills, ${midPlan.count} of them right after a write.`,
);

const wrong = async (): Promise<readonly string[]> => {
  const found = await Promise.all(
    names.map(async (name) => (await wrongWith(rig.intruder.s3, name)).map((aspect) => `${name} ${aspect}`)),
  );
  return found.flat();
};
const failures: string[] = [];
const started = Date.now();
await until(wrong, (left) => left.length === 0, 120_000).catch((error: unknown) =>
  failures.push(`not healed: ${String(error)}`),
);
const healed = Date.now() - started;

const ledger = (await rig.tools()).ledger();
const homes = async (): Promise<ReadonlyMap<string, readonly Incident[]>> => {
  const all = new Map<string, Incident[]>();
  for await (const incident of ledger.incidents({})) {
    for (const event of incident.explains) all.set(event, [...(all.get(event) ?? []), incident]);
  }
  return all;
};
const unexplained = async (): Promise<readonly Planted[]> => {
  const known = await homes();
  return planted.filter(
    ({ event, requestId }) => !known.has(event) && !wasOverwrittenUnseen(journal.entries, requestId),
  );
};
await until(unexplained, (left) => left.length === 0, 90_000).catch(async () => {
  for (const one of await unexplained())
    failures.push(`in no incident: ${one.bucket} ${one.name} (event ${one.event})`);
});
await controller.kill();

const known = await homes();
const overwritten = planted.filter(({ event }) => !known.has(event));
for (const { event, bucket, name } of planted) {
  const count = known.get(event)?.length ?? 0;
  if (count > 1) failures.push(`in ${count} incidents: ${bucket} ${name} (event ${event})`);
}
let open = 0;
for await (const incident of ledger.incidents({ status: 'open' })) {
  open += 1;
  failures.push(`still open: ${incident.id} ${incident.aspect} ${incident.outcome}`);
}
for (const { bucket, request, before, after } of rig.aws.world.oracle.violations) {
  failures.push(
    `opened: ${bucket} by ${request.operation}: [${before.join(', ')}] became [${after.join(', ')}]`,
  );
}

say('');
for (const [what, figure] of [
  ['changes planted', planted.length],
  ['explained by exactly one incident', planted.filter(({ event }) => known.get(event)?.length === 1).length],
  ['overwritten before any look', overwritten.length],
  [
    'buckets as declared at the end',
    `${names.length - new Set((await wrong()).map((line) => line.split(' ')[0])).size} of ${names.length}`,
  ],
  ['seconds from the end of the storm until all was healed', (healed / 1_000).toFixed(1)],
  ['incidents left open', open],
  ['moments that the oracle objects to', rig.aws.world.oracle.violations.length],
] as const) {
  say(`  ${String(what).padEnd(56)} ${String(figure)}`);
}
for (const { bucket, name, event } of overwritten) say(`  overwritten: ${bucket} ${name} (event ${event})`);
for (const failure of failures) say(`  FAILED ${failure}`);
say(failures.length === 0 ? '\nNothing was lost.' : `\n${failures.length} failures.`);
await rig.stop();
process.exit(failures.length === 0 ? 0 : 1);
