import { digest } from '../../controller/aspects/kit/digest.js';
import type { DesiredAspect, EffectiveBaseline } from '../../controller/domain/baseline.js';
import { defaultBrakes } from '../../controller/domain/brake.js';
import type { Json } from '../../controller/domain/json.js';
import type { Desired } from '../../controller/domain/observation.js';
import type { RemediationPolicy } from '../../controller/domain/remediation-policy.js';
import type { Mode, Outcome, Response } from '../../controller/domain/response.js';
import type { EventSignal, Look } from '../../controller/domain/signal.js';
import type { BucketTarget } from '../../controller/domain/target.js';
import { instant } from '../../controller/domain/time.js';
import { type Declarations, defaultTiming, type Engine } from '../../controller/engine/engine.js';
import { reconcile } from '../../controller/engine/reconcile.js';
import { Held } from '../../controller/engine/tenure.js';
import type { Bucket } from '../../deploy/local/world.js';
import { FakeClock, settled } from '../fakes/fake-clock.js';
import { Life } from '../fakes/life.js';
import { MemoryLedger } from '../fakes/memory-ledger.js';
import { MemoryS3 } from '../fakes/memory-s3.js';
import { RecordingLog } from '../fakes/recording-log.js';

export const account = '111122223333';
export const partner = '444455556666';
export const target: BucketTarget = { kind: 'bucket', partition: 'aws', account, name: 'heron-ledger' };

/** Declared values by aspect; `null` for absent. */
export type Values = Readonly<Record<string, Json>>;

export const demand = (value: Json): Desired =>
  value === null ? { kind: 'absent' } : { kind: 'value', value };

export const policyFor = (aspect: string, response: Response): RemediationPolicy => ({
  id: `${aspect}-${response}`,
  title: 'A test difference',
  aspect,
  severity: 'high',
  techniques: [],
  controls: [],
  response,
  why: 'A test says so.',
  source: 'policies/test.yaml:1',
});

interface BaselineOptions {
  readonly mode?: Mode;
  readonly reopen?: DesiredAspect['reopen'];
}

/** The baseline of `target` with these values. */
export const baselineOf = (
  values: Values,
  { mode = 'auto-revert', reopen = 'propose' }: BaselineOptions = {},
): EffectiveBaseline => ({
  target,
  name: 'heron',
  mode,
  aspects: new Map(
    Object.entries(values).map(([aspect, value]) => [
      aspect,
      {
        desired: demand(value),
        digest: digest(value ?? 'absent'),
        reopen,
        source: 'baselines/heron.yaml:1',
      },
    ]),
  ),
});

/** A catalogue with one baseline, and one answer to every difference. */
export const declarationsOf = (
  baseline: EffectiveBaseline,
  response: Response | ((aspect: string) => Response) = 'revert',
): Declarations => ({
  generation: 'generation-1',
  effective: () => ({ kind: 'effective', baseline }),
  policyFor: ({ aspect }) => policyFor(aspect, typeof response === 'string' ? response : response(aspect)),
});

/** What outlives a process: S3 with one bucket, the ledger, and time. */
export interface Surroundings {
  readonly clock: FakeClock;
  readonly s3: MemoryS3;
  readonly ledger: MemoryLedger;
  readonly bucket: Bucket;
}

export function surroundings(documents: Readonly<Record<string, unknown>> = {}): Surroundings {
  const clock = new FakeClock();
  const s3 = new MemoryS3();
  return { clock, s3, ledger: new MemoryLedger(clock), bucket: s3.create(target.name, account, documents) };
}

interface EngineOptions {
  readonly life?: Life;
  readonly mode?: Mode;
  readonly approval?: Engine['approval'];
  readonly declarations: Declarations;
  readonly isSelf?: Engine['isSelf'];
  readonly lookup?: Engine['lookup'];
}

/** The engine as one process of these surroundings has it. */
export function engineIn(
  { clock, s3, ledger }: Surroundings,
  {
    life = new Life(),
    mode = 'auto-revert',
    approval,
    declarations,
    isSelf = () => false,
    lookup,
  }: EngineOptions,
): Engine {
  return {
    access: s3.accessFor(life, mode),
    ledger: ledger.as(life),
    declarations: () => declarations,
    clock,
    log: new RecordingLog(),
    controller: 'snapback test',
    isSelf,
    timing: defaultTiming,
    brakes: defaultBrakes,
    ...(approval === undefined ? {} : { approval }),
    ...(lookup === undefined ? {} : { lookup }),
  };
}

/** Lets time pass until the work is done. */
export async function passing<T>(clock: FakeClock, work: Promise<T>): Promise<T> {
  let isDone = false;
  const done = (): void => {
    isDone = true;
  };
  work.then(done, done);
  await settled();
  while (!isDone) await clock.advance(250);
  return work;
}

export const scanAt = (clock: FakeClock, events: readonly EventSignal[] = []): Look => ({
  target,
  signals: events.length > 0 ? events : [{ kind: 'scan', at: instant(clock.now()) }],
  aspects: 'all',
  round: 0,
});

/** Looks once; while another process holds the target it waits and looks again, as a message that comes again does. */
export async function look(
  around: Surroundings,
  engine: Engine,
  events: readonly EventSignal[] = [],
): Promise<Readonly<Record<string, Outcome>>> {
  const { clock } = around;
  for (let tries = 0; tries < 3; tries += 1) {
    try {
      const { outcomes } = await passing(clock, reconcile(engine, scanAt(clock, events)));
      return Object.fromEntries([...outcomes].sort());
    } catch (error) {
      if (!(error instanceof Held)) throw error;
      await clock.advance(engine.timing.lease);
    }
  }
  throw new Error('the lease of a dead process was never taken over');
}

/** Lets the ledger remember that every declared value was verified a minute ago. */
export async function remembered(
  { ledger, clock }: Surroundings,
  { aspects }: EffectiveBaseline,
): Promise<void> {
  const own = ledger.as(new Life());
  const at = instant(clock.now());
  await own.know(target, at);
  await own.sawGood(target, at, new Map([...aspects].map(([aspect, { digest: as }]) => [aspect, as])));
  await clock.advance(60_000);
}
