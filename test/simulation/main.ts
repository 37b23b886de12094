import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { play } from './play.js';
import { defectsOf, reportOf } from './report.js';
import { shown } from './show.js';
import { nothing, sumOf, type Tally, tallyOf, violationsOf } from './tally.js';

/** Seeds that one lane plays: every `lanes`-th from its own first. */
interface Lane {
  readonly first: number;
  readonly runs: number;
  readonly lanes: number;
}

/** Histories after which a lane tells how far it is. */
const batch = 20;

async function playLane({ first, runs, lanes }: Lane, tell: (tally: Tally) => void): Promise<void> {
  let tally = nothing;
  for (let seed = first, count = 0; count < runs; seed += lanes, count += 1) {
    tally = sumOf(tally, await tallyOf(seed));
    if (tally.histories < batch && count < runs - 1) continue;
    tell(tally);
    tally = nothing;
  }
}

function inThread(lane: Lane, tell: (tally: Tally) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: lane });
    worker.on('message', tell);
    worker.on('error', reject);
    worker.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a lane ended with ${code}`))));
  });
}

const replay = (seed: number): string => `npm run sim -- --runs 1 --seed ${seed} --show`;

async function showOne(seed: number): Promise<void> {
  const played = await play(seed);
  process.stdout.write(shown(played.happenings));
  for (const { check, where } of violationsOf(played))
    process.stdout.write(`VIOLATED: ${check}\n  ${where}\n`);
}

async function lead(): Promise<void> {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '1000' },
      seed: { type: 'string' },
      workers: { type: 'string' },
      show: { type: 'boolean', default: false },
    },
  });
  const runs = Number(values.runs);
  const seed = Number(values.seed ?? Date.now() % 1_000_000_000);
  const lanes = Math.min(runs, Number(values.workers ?? availableParallelism()));
  if (![runs, seed, lanes].every(Number.isSafeInteger) || runs < 1 || lanes < 1)
    throw new Error(
      '--runs, --seed and --workers take whole numbers, such as --runs 1000 --seed 1 --workers 2',
    );
  if (values.show) {
    await showOne(seed);
    return;
  }
  process.stdout.write(`Base seed ${seed}\n`);
  const began = process.hrtime.bigint();
  let tally = nothing;
  await Promise.all(
    Array.from({ length: lanes }, (_, place) =>
      inThread({ first: seed + place, runs: Math.ceil((runs - place) / lanes), lanes }, (more) => {
        tally = sumOf(tally, more);
      }),
    ),
  );
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  process.stdout.write(reportOf(tally));
  const defects = defectsOf(tally);
  for (const defect of defects.slice(0, 50)) process.stdout.write(`WRONG ${defect}\n`);
  for (const failed of [...new Set(tally.violations.map((one) => one.seed))].slice(0, 5))
    process.stdout.write(`To see it: ${replay(failed)}\n`);
  const pace = (tally.histories / seconds).toFixed(1);
  process.stdout.write(
    `${tally.histories} histories in ${seconds.toFixed(1)} s, ${pace} a second, ${tally.violations.length} violations\n`,
  );
  process.exitCode = defects.length === 0 && tally.histories === runs ? 0 : 1;
}

if (isMainThread) await lead();
else await playLane(workerData as Lane, (tally) => parentPort?.postMessage(tally));
