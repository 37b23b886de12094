import { expect, it } from 'vitest';
import type { EffectiveBaseline } from '../../controller/domain/baseline.js';
import type { BucketTarget } from '../../controller/domain/target.js';
import { instant } from '../../controller/domain/time.js';
import { defaultTiming, type Engine } from '../../controller/engine/engine.js';
import { observe } from '../../controller/engine/observe.js';
import { reconcile } from '../../controller/engine/reconcile.js';
import { Life } from '../fakes/life.js';
import { refused } from '../fakes/memory-bucket.js';
import { account, baselineOf, declarationsOf, engineIn, passing, surroundings, target } from './world.js';

const express: BucketTarget = { ...target, name: 'heron--use1-az4--x-s3' };
const encryption = { Rule: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } } };

/** An engine, with what it reads of directory buckets and where. */
function world(values: Parameters<typeof baselineOf>[0], more: Partial<EffectiveBaseline> = {}) {
  const around = surroundings();
  around.s3.create(express.name, account, { encryption });
  const baseline = { ...baselineOf(values), target: express, ...more };
  const engine = engineIn(around, { declarations: declarationsOf(baseline) });
  const asked: string[] = [];
  const hints: (string | undefined)[] = [];
  const reader: Engine['access']['reader'] = {
    ...engine.access.reader,
    regionOf: () => undefined,
    readerFor(of, hint) {
      hints.push(hint);
      const own = engine.access.reader.readerFor(of, hint);
      return {
        read: (call) => {
          asked.push(call.operation);
          return own.read(call);
        },
      };
    },
  };
  const looking = { ...engine, access: { ...engine.access, reader } };
  const look = async (region?: string) => {
    const { clock } = around;
    const signals = [{ kind: 'scan', at: instant(clock.now()) }] as const;
    const where = region === undefined ? {} : { region };
    const made = reconcile(looking, { target: express, signals, aspects: 'all', round: 0, ...where });
    return Object.fromEntries((await passing(clock, made)).outcomes);
  };
  return { ...around, asked, hints, look };
}

it('is asked for nothing that it does not have, and is missed all the same when it is gone', async () => {
  const { s3, ledger, asked, look } = world(
    { publicAccessBlock: {}, versioning: { Status: 'Enabled' } },
    { recreate: 'hold-name' },
  );
  expect(await look()).toEqual({});
  expect(new Set(asked)).toEqual(new Set(['GetBucketEncryption']));
  expect(s3.sent).toEqual([]);
  s3.buckets.delete(express.name);
  expect(await look()).toEqual({ existence: 'gone' });
  // Its name is not held: it is created by other words, and unique in its zone alone.
  expect(s3.sent).toEqual([]);
  expect(ledger.all).toMatchObject([{ finding: 'gone', status: 'open', target: express }]);
});

it('is looked for where it was last seen', async () => {
  const { clock, ledger, hints, look } = world({ encryption: { SSEAlgorithm: 'AES256' } });
  await look('us-east-1');
  expect(new Set(hints.splice(0))).toEqual(new Set(['us-east-1']));
  const now = instant(clock.now());
  await ledger.as(new Life()).sawGood(express, now, new Map([['existence', 'us-west-2']]));
  await look();
  expect(new Set(hints)).toEqual(new Set(['us-west-2']));
});

it.each([
  [501, 'NotImplemented'],
  [405, 'MethodNotAllowed'],
])('answers %i only to a call that is wrong, and that is told', async (status, name) => {
  const { clock } = surroundings();
  const reader = {
    readerFor: () => ({ read: () => Promise.reject(refused(name, status)) }),
    isListed: () => Promise.resolve(true),
    locate: () => Promise.resolve(undefined),
    regionOf: () => undefined,
  };
  const parts = { access: { mode: 'dry-run', reader } as const, clock, timing: defaultTiming };
  const seen = (of: BucketTarget) => observe(parts, of, ['encryption']);
  expect((await seen(express)).get('encryption')).toMatchObject({ kind: 'unreadable', error: { name } });
  expect((await seen(target)).get('encryption')).toMatchObject({ kind: 'notApplicable' });
});
