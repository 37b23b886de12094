import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frozen } from '../../controller/catalog/freeze.js';
import type { Memory } from '../../controller/domain/ledger.js';
import { effects, type Plan } from '../../controller/domain/plan.js';
import { type Assessment, assess } from '../../controller/engine/assess.js';
import { observe } from '../../controller/engine/observe.js';
import { plan } from '../../controller/engine/plan.js';
import { blocked, declaredValues, foundDocuments, policies } from './access-worlds.js';
import { baselineOf, declarationsOf, engineIn, passing, surroundings, target, type Values } from './world.js';

const unborn: Memory = { sightings: new Map(), heads: new Map(), open: new Map() };
const noMemory: Memory = { ...unborn, born: 'catalogue' };
const named = ['publicAccessBlock', 'bucketPolicy', 'acl', 'ownershipControls', 'versioning'];

/** What one look at such a bucket means. */
async function assessed(
  found: Readonly<Record<string, unknown>>,
  declared: Values,
  failing: Readonly<Record<string, string>> = {},
): Promise<Assessment> {
  const around = surroundings(found);
  for (const [operation, name] of Object.entries(failing)) around.s3.failing.set(operation, name);
  const baseline = baselineOf(declared);
  const engine = engineIn(around, { declarations: declarationsOf(baseline) });
  return assess(baseline, await passing(around.clock, observe(engine, target, named)), noMemory);
}

const planned = (declared: Values, assessment: Assessment, mayOpen: boolean): Plan =>
  plan(baselineOf(declared), assessment, assessment.differences, () => mayOpen);

describe('the plan of a target', () => {
  it('closes first, opens last, keeps what steps wait for before them, and is the same each time', async () => {
    await fc.assert(
      fc.asyncProperty(foundDocuments, declaredValues, fc.boolean(), async (found, declared, mayOpen) => {
        const assessment = frozen(await assessed(found, declared));
        const { steps, digest, escalations } = planned(declared, assessment, mayOpen);
        expect(escalations).toEqual([]);
        const ids = steps.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        // The hold closes last, when all that is public was put: between it and the lift stands nothing else.
        const ranks = steps
          .filter(({ id }) => id !== 'publicAccessBlock.hold')
          .map(({ effect }) => effects.indexOf(effect));
        expect(ranks).toEqual(ranks.toSorted());
        for (const [place, { after = [] }] of steps.entries())
          for (const id of after) expect(ids.indexOf(id)).toBeLessThan(place);
        expect(planned(declared, assessment, mayOpen)).toMatchObject({ steps, digest });
      }),
      { numRuns: 300 },
    );
  });

  it('has another digest for other calls, and for another target', async () => {
    const one = await assessed({}, { publicAccessBlock: blocked });
    const none = await assessed({ publicAccessBlock: blocked }, { publicAccessBlock: blocked });
    const plans = [
      planned({ publicAccessBlock: blocked }, one, false),
      planned({ publicAccessBlock: blocked }, none, false),
      plan(
        { ...baselineOf({ publicAccessBlock: blocked }), target: { ...target, account: '444455556666' } },
        one,
        one.differences,
        () => false,
      ),
    ];
    expect(plans.map(({ steps }) => steps.length)).toEqual([1, 0, 1]);
    expect(new Set(plans.map(({ digest }) => digest)).size).toBe(plans.length);
  });

  it('mends Block Public Access before the ACL, the ACL before the policy and before the ownership', async () => {
    const declared = {
      ownershipControls: { ObjectOwnership: 'BucketOwnerEnforced' },
      bucketPolicy: policies.tls,
      acl: { Canned: 'private' },
      publicAccessBlock: blocked,
    };
    const assessment = await assessed({ policy: JSON.stringify(policies.hostile) }, declared);
    const { steps } = planned(declared, assessment, false);
    expect(steps.map(({ id, effect }) => [id, effect])).toEqual([
      ['publicAccessBlock.close', 'close'],
      ['acl.put', 'close'],
      ['bucketPolicy.put', 'close'],
      ['ownershipControls.put', 'close'],
    ]);
  });

  it('writes nothing whose repair depends on what could not be read, and goes on with the rest', async () => {
    const declared = {
      bucketPolicy: policies.tls,
      ownershipControls: { ObjectOwnership: 'BucketOwnerPreferred' },
      versioning: { Status: 'Enabled' },
    };
    const assessment = await assessed({ policy: JSON.stringify(policies.hostile) }, declared, {
      GetPublicAccessBlock: 'AccessDenied',
    });
    const { steps, escalations } = planned(declared, assessment, true);
    expect(steps.map(({ id }) => id)).toEqual(['versioning.put']);
    expect(escalations.map(({ aspect, runbook }) => [aspect, runbook])).toEqual([
      ['bucketPolicy', expect.stringContaining('without reading publicAccessBlock: S3 answers AccessDenied')],
      ['ownershipControls', expect.stringContaining('without reading publicAccessBlock')],
    ]);
  });
});

describe('the assessment of a look', () => {
  const declared = { publicAccessBlock: blocked, bucketPolicy: null };
  const wanted = baselineOf(declared).aspects.get('publicAccessBlock')?.digest ?? '';
  const sighting = (desired: string): Memory => ({
    ...noMemory,
    sightings: new Map([['publicAccessBlock', { at: '2026-01-01T00:00:00.000Z', desired }]]),
  });

  it.each<[string, Memory, string]>([
    ['verified here before', sighting(wanted), 'drift'],
    ['verified here, but as another demand', sighting('another'), 'rollout'],
    ['never verified', unborn, 'onboarding'],
    ['never verified, but born under our eyes', noMemory, 'drift'],
  ])('calls a difference that was %s by its cause', async (_, memory, cause) => {
    const { seen } = await assessed({}, declared);
    const { differences, good } = assess(baselineOf(declared), seen, memory);
    expect(differences.map((difference) => [difference.aspect, difference.cause])).toEqual([
      ['publicAccessBlock', cause],
    ]);
    expect([...good.keys()]).toEqual(['bucketPolicy']);
  });

  it.each(['AccessDenied', 'SlowDown', 'InternalError', 'TimeoutError'])(
    'never takes %s for a difference, nor for something good',
    async (name) => {
      const { differences, good, blind } = await assessed({}, declared, { GetPublicAccessBlock: name });
      expect([differences, [...good.keys()]]).toEqual([[], ['bucketPolicy']]);
      expect(blind.get('publicAccessBlock')?.error.name).toBe(name);
    },
  );

  it('judges a stage of our own by what was found before it', async () => {
    const staged = { ...(blocked as object), BlockPublicAcls: false, BlockPublicPolicy: false };
    const open = {
      BlockPublicAcls: false,
      IgnorePublicAcls: false,
      BlockPublicPolicy: false,
      RestrictPublicBuckets: false,
    };
    const { seen } = await assessed({ publicAccessBlock: staged }, declared);
    const head = {
      version: 1,
      episodes: 1,
      seq: 0,
      hash: '',
      fence: 1,
      stage: { found: open, interims: [staged] },
    };
    const memory = { ...noMemory, heads: new Map([['publicAccessBlock', head]]) };
    const site = assess(baselineOf({ publicAccessBlock: open }), seen, memory);
    expect([site.differences, [...site.unfinished.keys()]]).toEqual([[], ['publicAccessBlock']]);
    const other = { ...head, stage: { found: open, interims: [open] } };
    const changed = assess(baselineOf({ publicAccessBlock: open }), seen, {
      ...memory,
      heads: new Map([['publicAccessBlock', other]]),
    });
    expect([changed.differences.length, changed.unfinished.size]).toEqual([1, 0]);
  });
});
