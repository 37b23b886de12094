import { parseArgs } from 'node:util';
import { ControllerProcess } from '../crash/controller-process.js';
import { Journal } from '../crash/journal.js';
import { createFleet, dataBaseline, namesOf } from '../rig/fleet.js';
import { startRig } from '../rig/rig.js';
import { countCalls } from './counts.js';
import { figuresText, raceText, ratioOf } from './print.js';
import { race } from './race.js';
import { Wire } from './wire.js';

const { values } = parseArgs({
  options: {
    buckets: { type: 'string', default: '50' },
    latency: { type: 'string', default: '50' },
    pairs: { type: 'string', default: '7' },
    'warm-ups': { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
  },
});
const say = (...lines: readonly string[]): void =>
  void (values.json || process.stdout.write(`${lines.join('\n')}\n`));

// As it is by default, but for what would mix other looks into those that are counted: later scans and re-checks.
const around = {
  SNAPBACK_SCAN_EVERY: '1h',
  SNAPBACK_RECHECKS: '15m',
  SNAPBACK_SECOND_LOOK: '2s',
  SNAPBACK_LEASE: '30s',
  SNAPBACK_VISIBILITY: '60s',
  SNAPBACK_RETRIES: '5s,15s,60s,5m',
  SNAPBACK_REVERTS_PER_HOUR: '0',
  SNAPBACK_FAILURE_RATE: '0',
  SNAPBACK_TUG_OF_WAR: '0',
};

// The writes of the onboarding are no events of this measurement.
const rig = await startRig(dataBaseline, { around, visibilityTimeoutSeconds: 60, bus: { drop: 1 } });
const names = namesOf(Number(values.buckets));
await createFleet(rig.intruder.s3, names);
await rig.onboard();
const journal = new Journal(rig.aws.world);
const wire = new Wire(rig.env['AWS_ACCESS_KEY_ID'] ?? '');
const controller = new ControllerProcess({ ...rig.env, SNAPBACK_LOG_LEVEL: 'info' });
let failures: readonly string[] = [];
try {
  const figures = await countCalls(rig, names, controller, { journal, wire });
  say(...figuresText(figures), '');
  say(
    `${names.length} drifts at once, S3 answers after ${values.latency} ms; the bare script sends the same calls. Both are processes of their own and share the local AWS of this one.`,
    '',
  );
  const came = await race(rig, names, wire, {
    pairs: Number(values.pairs),
    warmUps: Number(values['warm-ups']),
    latencyMs: Number(values.latency),
  });
  ({ failures } = came);
  say(...raceText(came));
  if (values.json) {
    const ratio = { p50: ratioOf(came.pairs, 'p50'), p95: ratioOf(came.pairs, 'p95') };
    process.stdout.write(`${JSON.stringify({ figures, ratio, ...came }, undefined, 2)}\n`);
  }
} catch (error) {
  failures = [String(error), controller.tail];
}
for (const failure of failures) process.stderr.write(`FAILED ${failure}\n`);
await controller.kill();
wire.stop();
await rig.stop();
process.exit(failures.length === 0 ? 0 : 1);
