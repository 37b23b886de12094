import { aspectNamed } from '../../controller/aspects/index.js';
import { isDeciding } from '../../controller/engine/urgency.js';
import type { ControllerProcess } from '../crash/controller-process.js';
import type { Entry, Journal } from '../crash/journal.js';
import { bucket, untilIncidents } from '../rig/book.js';
import { isAccounted, type Planted, plantAll, untilHealed } from '../rig/plant.js';
import type { Rig } from '../rig/rig.js';
import { until } from '../rig/wait.js';
import { newcomersIn } from './newcomers.js';
import type { Wire } from './wire.js';

/** Calls to S3, the least and the most over several buckets or kinds. */
export interface Figure {
  readonly what: string;
  readonly least: number;
  readonly most: number;
  readonly goal: string;
  /** Missing where there is no goal. */
  readonly met?: boolean;
}

/** What listens while the controller works. */
export interface Ears {
  readonly journal: Journal;
  readonly wire: Wire;
}

type CallsTo = (bucket: string) => readonly Entry[];

/** The role under which the local AWS sees the controller. */
export const controllerName = 'snapback-controller';
const longestMs = 60_000;
const quietMs = 700;
const location = /^(HeadBucket|GetBucketLocation)$/;

/** The calls of the controller to each bucket while something happens, until it has nothing more to do. */
async function during({ journal, wire }: Ears, happening: () => Promise<unknown>): Promise<CallsTo> {
  const from = journal.entries.length;
  await happening();
  const happened = performance.now();
  await until(
    () => Math.min(wire.quietFor, performance.now() - happened),
    (ms) => ms > quietMs,
    longestMs,
  );
  const own = journal.entries.slice(from).filter(({ byController }) => byController);
  return (bucket) => own.filter(({ call }) => call.bucket === bucket);
}

const figure = (
  what: string,
  counts: readonly number[],
  goal: string,
  meets?: (count: number) => boolean,
): Figure => ({
  what,
  least: Math.min(...counts),
  most: Math.max(...counts),
  goal,
  ...(meets === undefined ? {} : { met: counts.length > 0 && counts.every(meets) }),
});

/** Whether a look at this aspect and its repair read nothing else, not even to tell whom the bucket lets in. */
const isOneRead = (name: string): boolean => {
  const aspect = aspectNamed(name);
  return aspect?.needs.length === 0 && aspect.owns.length === 0 && !isDeciding(name);
};

/** How many aspects the baseline of this bucket declares. */
async function declaredOf(rig: Rig, name: string): Promise<number> {
  const { effective } = await (await rig.tools()).catalogue('auto-revert');
  const verdict = effective(bucket(name), 'us-east-1');
  return verdict.kind === 'effective' ? verdict.baseline.aspects.size : 0;
}

/**
 * Counts calls to S3 in the journal of the local AWS: of the first scan of a controller that is started here, of a drift
 * of every kind, and of the event of each told once more when all is well. Rejects if anything is not healed.
 */
export async function countCalls(
  rig: Rig,
  names: readonly string[],
  controller: ControllerProcess,
  ears: Ears,
): Promise<readonly Figure[]> {
  const { bus } = rig.aws.world;
  // The controller's own writes come back as events, too: clean looks that belong to no drift.
  bus.turn({ drop: ({ userIdentity }) => JSON.stringify(userIdentity).includes(controllerName) });
  const scan = await during(ears, () => controller.start());
  const declared = await declaredOf(rig, names[0] ?? '');
  let planted: readonly Planted[] = [];
  const drift = await during(ears, async () => {
    planted = await plantAll(rig, names, newcomersIn(rig, 'counted'));
    await untilHealed(rig, names);
    await untilIncidents(rig, isAccounted(planted));
  });
  const clean = await during(ears, async () => {
    for (const { record } of planted) bus.publish(record);
    await bus.settled();
  });
  const calls = (of: CallsTo, some: readonly Planted[]): readonly number[] =>
    some.map(({ bucket: name }) => of(name).length);
  const single = planted.filter(({ aspect }) => isOneRead(aspect));
  const others = planted.filter(({ aspect }) => !isOneRead(aspect));
  const kinds = [...new Set(single.map(({ aspect }) => aspect))];
  const scanned = names.map((name) => scan(name).length);
  const located = names.map((name) => scan(name).filter(({ call }) => location.test(call.operation)).length);
  return [
    ...kinds.map((kind) => {
      const counts = calls(
        drift,
        single.filter(({ aspect }) => aspect === kind),
      );
      return figure(`per repaired drift: ${kind}`, counts, '4', (count) => count === 4);
    }),
    figure('per repaired drift: aspects that read others too', calls(drift, others), 'none'),
    figure('per clean event', calls(clean, planted), '1 to 3', (count) => count >= 1 && count <= 3),
    figure('per bucket in a scan', scanned, `${declared}, one per aspect`, (count) => count === declared),
    figure('per bucket in a scan: asking where it is', located, '0', (count) => count === 0),
  ];
}
