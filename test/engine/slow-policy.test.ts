import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { digest } from '../../controller/aspects/kit/digest.js';
import type { EffectiveBaseline } from '../../controller/domain/baseline.js';
import { defaultBrakes } from '../../controller/domain/brake.js';
import type { JsonObject } from '../../controller/domain/json.js';
import { instant } from '../../controller/domain/time.js';
import { defaultTiming, type Engine } from '../../controller/engine/engine.js';
import { reconcile } from '../../controller/engine/reconcile.js';
import { account, adapters, pointSdkAt, wholeAccount as target } from '../aws/over-http.js';
import { Life } from '../fakes/life.js';
import { MemoryLedger } from '../fakes/memory-ledger.js';
import { RecordingLog } from '../fakes/recording-log.js';
import {
  createMultiRegionPoint,
  multiRegionPolicies,
  type Owner,
  oregon,
  putMultiRegionPolicy,
} from '../local/multi-region-world.js';
import { freshBucket, type S3World, startS3 } from '../local/s3-world.js';
import { declarationsOf } from './world.js';

let aws: S3World;
let intruder: Owner;
let point: {
  readonly Name: string;
  readonly Regions: { readonly Bucket: string }[];
  readonly Policy: JsonObject;
};
let hostile: JsonObject;

const letting = (alias: string, AWS: string): JsonObject => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS },
      Action: 's3:GetObject',
      Resource: `arn:aws:s3::${account}:accesspoint/${alias}/object/*`,
    },
  ],
});

beforeEach(async () => {
  aws = await startS3();
  pointSdkAt(aws.endpoint);
  intruder = { client: aws.clients(account, oregon, 'contractor').s3control, AccountId: account };
  const Regions = [{ Bucket: await freshBucket(aws.clients().s3) }];
  const alias = await createMultiRegionPoint(intruder, { Name: 'front', Regions });
  point = { Name: 'front', Regions, Policy: letting(alias, `arn:aws:iam::${account}:role/reader`) };
  hostile = letting(alias, 'arn:aws:iam::444455556666:root');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await aws.stop();
});

/** The engine with its real adapters, in a time that passes only while it waits, and the declared point. */
async function begun() {
  let millis = Date.parse('2026-01-31T12:00:00.000Z');
  const clock = {
    now: () => new Date(millis),
    sleep: async (ms: number) => {
      millis += ms;
    },
  };
  const value = { AccessPoints: [point] };
  const declared = {
    desired: { kind: 'value', value },
    digest: digest(value),
    reopen: 'propose',
    source: 'baselines/account.yaml:1',
  } as const;
  const baseline: EffectiveBaseline = {
    target,
    name: 'account',
    mode: 'auto-revert',
    aspects: new Map([['multiRegionAccessPoints', declared]]),
  };
  const { readers, writers } = adapters({ connectionMs: 5_000, requestMs: 5_000 });
  const book = new MemoryLedger(clock);
  const ledger = book.as(new Life());
  const engine: Engine = {
    access: { mode: 'auto-revert', reader: readers, writerFor: writers.writerFor },
    ledger,
    declarations: () => declarationsOf(baseline),
    clock,
    log: new RecordingLog(),
    controller: 'snapback test',
    isSelf: () => false,
    timing: defaultTiming,
    brakes: defaultBrakes,
  };
  await enforced(point.Policy);
  await ledger.know(target, instant(clock.now()));
  await ledger.sawGood(target, instant(clock.now()), new Map([['multiRegionAccessPoints', declared.digest]]));
  return {
    book,
    async look(): Promise<string | undefined> {
      millis += 60_000;
      const signals = [{ kind: 'scan', at: instant(clock.now()) } as const];
      const { outcomes } = await reconcile(engine, { target, signals, aspects: 'all', round: 0 });
      return outcomes.get('multiRegionAccessPoints');
    },
  };
}

/** Puts a policy and looks at it, so that it is in force. */
async function enforced(policy: unknown): Promise<void> {
  await putMultiRegionPolicy(intruder, 'front', policy);
  await multiRegionPolicies(intruder, 'front');
}

/** How many policies the controller has put. */
const sent = (): number =>
  aws.world.events.filter(
    ({ eventName, userIdentity: { type } }) =>
      eventName === 'PutMultiRegionAccessPointPolicy' && type !== 'AssumedRole',
  ).length;
const inForce = async (): Promise<unknown> => (await multiRegionPolicies(intruder, 'front')).established;
const slowly = () =>
  aws.world.faults.add({ fault: { kind: 'stale' }, operation: 'GetMultiRegionAccessPointPolicy' });

describe('a policy that S3 brings into force later', () => {
  it('is repaired in one look where that takes seconds', async () => {
    const { book, look } = await begun();
    await enforced(hostile);
    expect(await look()).toBe('reverted');
    expect([await inForce(), sent()]).toEqual([point.Policy, 1]);
    expect(book.all).toMatchObject([{ status: 'closed', outcome: 'reverted' }]);
  });

  it('is put once, however often it is looked at meanwhile, and never called repaired before', async () => {
    const { book, look } = await begun();
    await enforced(hostile);
    const slow = slowly();
    expect([await look(), await look(), await look()]).toEqual(['unconfirmed', 'unconfirmed', 'unconfirmed']);
    expect([await inForce(), sent()]).toEqual([hostile, 1]);
    expect(book.all).toMatchObject([{ status: 'open', outcome: 'unconfirmed' }]);
    slow.remove();
    await multiRegionPolicies(intruder, 'front');
    expect(await look()).toBe('reverted');
    expect([await inForce(), sent()]).toEqual([point.Policy, 1]);
    expect(book.all).toMatchObject([{ status: 'closed', outcome: 'reverted' }]);
  });

  it('is put over before it comes into force, if it is not the declared one', async () => {
    const { look } = await begun();
    const slow = slowly();
    await putMultiRegionPolicy(intruder, 'front', hostile);
    expect(await look()).toBe('reverted');
    slow.remove();
    await multiRegionPolicies(intruder, 'front');
    expect([await inForce(), sent()]).toEqual([point.Policy, 1]);
  });

  it('is put again when the same comes back, and not taken for the request of the last time', async () => {
    const { book, look } = await begun();
    for (const _ of ['once', 'again']) {
      await enforced(hostile);
      expect(await look()).toBe('reverted');
      expect(await inForce()).toEqual(point.Policy);
    }
    expect([sent(), book.all.length]).toEqual([2, 2]);
  });
});
