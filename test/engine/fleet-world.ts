import { type BrakeSettings, defaultBrakes } from '../../controller/domain/brake.js';
import type { LookResult } from '../../controller/domain/ports.js';
import type { Mode } from '../../controller/domain/response.js';
import type { EventSignal, Look } from '../../controller/domain/signal.js';
import type { AccountTarget, BucketTarget } from '../../controller/domain/target.js';
import { instant } from '../../controller/domain/time.js';
import { endBrakes } from '../../controller/engine/brakes/tell.js';
import type { Declarations, Engine } from '../../controller/engine/engine.js';
import { reconcile } from '../../controller/engine/reconcile.js';
import { Held } from '../../controller/engine/tenure.js';
import { FakeClock } from '../fakes/fake-clock.js';
import { Life } from '../fakes/life.js';
import { MemoryLedger } from '../fakes/memory-ledger.js';
import { MemoryS3 } from '../fakes/memory-s3.js';
import { account, baselineOf, declarationsOf, engineIn, passing, target, type Values } from './world.js';

export const home: AccountTarget = { kind: 'account', partition: 'aws', account };
export const bucketNamed = (name: string): BucketTarget => ({ ...target, name });

interface Given {
  readonly names: readonly string[];
  readonly declared: Values;
  readonly found?: Readonly<Record<string, unknown>>;
  readonly brakes?: Partial<BrakeSettings>;
  /** Whether a deleted bucket is created again. */
  readonly holdsNames?: true;
}

export type Fleet = Awaited<ReturnType<typeof fleetOf>>;

/** Buckets of one account that were all seen as declared, and now are as `found`. */
export async function fleetOf({ names, declared, found = {}, brakes = {}, holdsNames }: Given) {
  const clock = new FakeClock();
  const s3 = new MemoryS3();
  const ledger = new MemoryLedger(clock);
  const settings = { ...defaultBrakes, ...brakes };
  const around = { clock, s3, ledger, bucket: s3.create(target.name, account) };
  const baseline = { ...baselineOf(declared), ...(holdsNames ? { recreate: 'hold-name' as const } : {}) };
  const declarations: Declarations = {
    ...declarationsOf(baseline),
    effective: (one) => ({ kind: 'effective', baseline: { ...baseline, target: one } }),
  };
  const own = ledger.as(new Life());
  const at = instant(clock.now());
  for (const name of names) {
    s3.create(name, account, found);
    await own.know(bucketNamed(name), at);
    const digests = [...baseline.aspects].map(([aspect, { digest }]) => [aspect, digest] as const);
    await own.sawGood(bucketNamed(name), at, new Map(digests));
  }
  await clock.advance(60_000);

  const engine = (
    given: Partial<Parameters<typeof engineIn>[1]> & { readonly mode?: Mode } = {},
  ): Engine => ({
    ...engineIn(around, { declarations, ...given }),
    brakes: settings,
  });
  const lookOf = (name: string, events: readonly EventSignal[] = []): Look => ({
    target: bucketNamed(name),
    signals: events.length > 0 ? events : [{ kind: 'scan', at: instant(clock.now()) }],
    aspects: 'all',
    round: 0,
  });
  return {
    clock,
    s3,
    ledger,
    own,
    engine,
    declarations,
    settings,
    /** Looks at a bucket once; where a dead process holds it, again as soon as its lease is over. */
    async look(
      name: string,
      by: Engine = engine(),
      events: readonly EventSignal[] = [],
    ): Promise<LookResult> {
      try {
        return await passing(clock, reconcile(by, lookOf(name, events)));
      } catch (error) {
        if (!(error instanceof Held)) throw error;
        await clock.advance(by.timing.lease);
        return passing(clock, reconcile(by, lookOf(name, events)));
      }
    },
    /** Names and calls of all that was sent. */
    sent: () => s3.sent.map(({ operation, input }) => `${String(input['Bucket'])} ${operation}`),
    incidentOf: (name: string, aspect: string) =>
      ledger.all.findLast(
        (one) => one.target.kind === 'bucket' && one.target.name === name && one.aspect === aspect,
      ),
    /** The incidents of the account itself. */
    told: () => ledger.all.filter((one) => one.target.kind === 'account'),
    tend: (buckets = names.length) => endBrakes(engine(), home, buckets),
  };
}
