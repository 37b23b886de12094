import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SavedState } from '../../controller/domain/saved-state.js';
import { targetKey } from '../../controller/domain/target.js';
import { instant } from '../../controller/domain/time.js';
import { foundDigest } from '../../controller/engine/compare.js';
import type { Engine } from '../../controller/engine/engine.js';
import { observe } from '../../controller/engine/observe.js';
import { replay } from '../../controller/engine/replay.js';
import { recording, savedReaders } from '../../controller/runtime/saved-reads.js';
import { Life } from '../fakes/life.js';
import { blocked, declaredValues, foundDocuments, unblocked } from './access-worlds.js';
import {
  baselineOf,
  declarationsOf,
  engineIn,
  look,
  passing,
  remembered,
  type Surroundings,
  scanAt,
  surroundings,
  target,
} from './world.js';

const names = ['publicAccessBlock', 'bucketPolicy', 'acl', 'ownershipControls', 'versioning'];

/** The bucket as a file has it. */
async function saved({ s3, clock }: Surroundings): Promise<SavedState> {
  const { readers, reads } = recording(s3.accessFor(new Life(), 'dry-run').reader);
  const timing = { secondLook: 0 } as Engine['timing'];
  await passing(
    clock,
    observe({ access: { mode: 'dry-run', reader: readers }, clock, timing }, target, names),
  );
  const state = {
    schema: 1,
    kind: 'state',
    target: targetKey(target),
    at: instant(clock.now()),
    region: 'eu-west-1',
    reads,
  };
  return JSON.parse(JSON.stringify(state)) as SavedState;
}

describe('a replay', () => {
  it('decides as the controller does, and writes nothing', { timeout: 60_000 }, async () => {
    const outcomes = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        foundDocuments,
        declaredValues,
        fc.constantFrom('propose', 'auto'),
        fc.constantFrom('revert', 'propose', 'alert'),
        async (found, declared, reopen, response) => {
          const around = surroundings(found);
          const baseline = baselineOf(declared, { reopen });
          const declarations = declarationsOf(baseline, response);
          const engine = engineIn(around, { declarations, mode: 'dry-run' });
          const reader = savedReaders([await saved(around)]);
          const dry: Engine = { ...engine, access: { mode: 'dry-run', reader } };
          const { aspects } = await passing(around.clock, replay(dry, scanAt(around.clock)));
          expect([around.s3.sent, around.ledger.all]).toEqual([[], []]);

          await remembered(around, baseline);
          const really = await look(around, engineIn(around, { declarations }));
          expect(Object.fromEntries(aspects.map((one) => [one.aspect, one.outcome]))).toEqual(really);
          for (const { outcome } of aspects) outcomes.add(outcome);
        },
      ),
      { numRuns: 150 },
    );
    expect([...outcomes].sort()).toEqual(['alerted', 'clean', 'proposed', 'reverted']);
  });

  it('knows what a file waives', async () => {
    const around = surroundings({ publicAccessBlock: blocked });
    const state = await saved(around);
    const observed = { kind: 'observed', state: blocked } as const;
    const waiver = {
      id: 'w1',
      target,
      aspect: 'publicAccessBlock',
      state: foundDigest('publicAccessBlock', observed, target),
      reason: 'the site is not live yet',
      owner: 'web',
      expires: '2027-01-01T00:00:00.000Z',
      source: 'baselines/_waivers.yaml:1',
    };
    const baseline = baselineOf({ publicAccessBlock: unblocked }, { reopen: 'auto' });
    const declarations = { ...declarationsOf(baseline), waiversFor: () => [waiver] };
    const dry: Engine = {
      ...engineIn(around, { declarations }),
      access: { mode: 'dry-run', reader: savedReaders([state]) },
    };
    expect(await replay(dry, scanAt(around.clock))).toMatchObject({
      aspects: [{ aspect: 'publicAccessBlock', outcome: 'waived', sent: [] }],
    });
  });

  it('says what it cannot judge', async () => {
    const around = surroundings();
    const state = await saved(around);
    const reads = state.reads.filter(({ operation }) => operation !== 'GetBucketPolicy');
    const engine = engineIn(around, { declarations: declarationsOf(baselineOf({ bucketPolicy: null })) });
    const dry: Engine = {
      ...engine,
      access: { mode: 'dry-run', reader: savedReaders([{ ...state, reads }]) },
    };
    expect(await replay(dry, scanAt(around.clock))).toMatchObject({
      baseline: 'heron',
      aspects: [{ aspect: 'bucketPolicy', outcome: 'unreadable' }],
    });
  });
});
