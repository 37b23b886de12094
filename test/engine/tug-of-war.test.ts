import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadCatalogueTexts } from '../../controller/catalog/catalogue.js';
import type { Json, JsonObject } from '../../controller/domain/json.js';
import type { EventSignal } from '../../controller/domain/signal.js';
import { instant } from '../../controller/domain/time.js';
import { baselinePatch } from '../../controller/engine/brakes/baseline-patch.js';
import { compare } from '../../controller/engine/compare.js';
import { policies } from './access-worlds.js';
import { type Fleet, fleetOf } from './fleet-world.js';
import { target } from './world.js';

const minute = 60_000;
const day = 24 * 60 * minute;
const name = 'heron-1';
const enabled = { Status: 'Enabled' };
const deployer = 'arn:aws:iam::111122223333:role/deployer';
const intern = 'arn:aws:iam::111122223333:role/intern';

const eventBy = (fleet: Fleet, call: string, aspect: string, role: string): EventSignal => {
  const at = instant(fleet.clock.now());
  const actor = { type: 'AssumedRole', role, arn: `${role}/session`, userAgent: 'terraform/1.9' };
  return { kind: 'event', id: `e-${role}-${at}`, call, aspects: [aspect], actor, at };
};

/** Somebody suspends versioning, and the event of it comes. */
async function suspended(fleet: Fleet, role = deployer, isHeard = true) {
  await fleet.clock.advance(1_000);
  fleet.s3.write(name, 'PutBucketVersioning', { VersioningConfiguration: { Status: 'Suspended' } });
  const event = eventBy(fleet, 'PutBucketVersioning', 'versioning', role);
  return fleet.look(name, fleet.engine(), isHeard ? [event] : []);
}

const fight = (brakes = {}) =>
  fleetOf({ names: [name], declared: { versioning: enabled }, found: { versioning: enabled }, brakes });

const became = ({ outcomes }: Awaited<ReturnType<Fleet['look']>>) => outcomes.get('versioning');

describe('a tug-of-war over one aspect of one bucket', () => {
  it('is named with who, how often and with what, has a patch for the baseline, and waits longer each time', async () => {
    const fleet = await fight();
    for (let times = 0; times < 3; times += 1) expect(became(await suspended(fleet))).toBe('reverted');
    const waits: number[] = [];
    for (let times = 3; times < 6; times += 1) {
      const last = fleet.incidentOf(name, 'versioning')?.closedAt ?? '';
      const looked = await suspended(fleet);
      expect(became(looked)).toBe('braked');
      const incident = fleet.incidentOf(name, 'versioning');
      const runbook = incident?.escalation?.runbook ?? '';
      expect(runbook).toContain(`${deployer} has changed versioning of ${name} ${times} times within a week`);
      expect(runbook).toContain('with terraform/1.9');
      expect(runbook).toContain(
        'write this at baselines/heron.yaml:1 under aspects, as a reviewed change: versioning: {"Status":"Suspended"}',
      );
      expect(incident?.outbox.map(({ kind }) => kind)).toEqual(['escalated']);
      waits.push((Date.parse(looked.again ?? '') - Date.parse(last)) / minute);
      await fleet.clock.advance(Date.parse(looked.again ?? '') - fleet.clock.now().getTime());
      expect(became(await fleet.look(name))).toBe('reverted');
    }
    expect(waits).toEqual([5, 10, 20]);
    // The account is not to blame, and its other buckets are repaired as ever.
    expect(fleet.told()).toEqual([]);
  });

  it('is named also where the next repair need not wait any more', async () => {
    const fleet = await fight();
    for (let times = 0; times < 3; times += 1) await suspended(fleet);
    await fleet.clock.advance(60 * minute);
    expect(became(await suspended(fleet))).toBe('reverted');
    expect(fleet.incidentOf(name, 'versioning')?.escalation?.runbook).toContain('3 times within a week');
  });

  it('is not reset by another actor, nor by one whom no event names; and a person may end the wait', async () => {
    const fleet = await fight();
    for (let times = 0; times < 3; times += 1) await suspended(fleet);
    expect(became(await suspended(fleet, intern))).toBe('braked');
    expect(became(await fleet.look(name, fleet.engine({ approval: { reopen: false } })))).toBe('reverted');
    expect(became(await suspended(fleet, deployer, false))).toBe('braked');
  });

  it('is none where different actors change it, where it may be fought, or once a week has passed', async () => {
    const fleet = await fight();
    for (let times = 0; times < 6; times += 1)
      expect(became(await suspended(fleet, `${deployer}-${times}`))).toBe('reverted');
    const free = await fight({ tugOfWar: 0 });
    for (let times = 0; times < 6; times += 1) expect(became(await suspended(free))).toBe('reverted');
    const old = await fight();
    for (let times = 0; times < 3; times += 1) await suspended(old);
    await old.clock.advance(8 * day);
    expect(became(await suspended(old))).toBe('reverted');
    expect(old.incidentOf(name, 'versioning')?.escalation).toBeUndefined();
  });

  it('never makes wait what closes, however often it is undone', async () => {
    const fleet = await fleetOf({
      names: [name],
      declared: { versioning: enabled, bucketPolicy: policies.tls },
      found: { versioning: enabled, policy: JSON.stringify(policies.tls) },
    });
    for (let times = 0; times < 8; times += 1) {
      await fleet.clock.advance(1_000);
      fleet.s3.write(name, 'PutBucketPolicy', { Policy: JSON.stringify(policies.hostile) });
      const event = eventBy(fleet, 'PutBucketPolicy', 'bucketPolicy', deployer);
      const { outcomes } = await fleet.look(name, fleet.engine(), [event]);
      expect(outcomes.get('bucketPolicy')).toBe('reverted');
    }
    expect(fleet.incidentOf(name, 'bucketPolicy')?.escalation?.runbook).toContain('7 times within a week');
  });

  it('never makes a repair wait longer than a day after the last one, whoever changes it when', async () => {
    const move = fc.record({
      role: fc.constantFrom(deployer, intern),
      pause: fc.constantFrom(1_000, 10 * minute, 5 * 60 * minute, day),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: 5, maxLength: 25 }), async (moves) => {
        const fleet = await fight({ revertsPerHour: 0 });
        let last = Number.NEGATIVE_INFINITY;
        for (const { role, pause } of moves) {
          await fleet.clock.advance(pause);
          const looked = await suspended(fleet, role);
          const now = fleet.clock.now().getTime();
          if (became(looked) === 'reverted') last = now;
          else {
            expect(became(looked)).toBe('braked');
            expect(Date.parse(looked.again ?? '')).toBeGreaterThan(now);
            expect(Date.parse(looked.again ?? '')).toBeLessThanOrEqual(last + day);
          }
        }
        await fleet.clock.advance(day);
        expect(became(await fleet.look(name))).not.toBe('braked');
        expect(fleet.s3.buckets.get(name)?.documents.get('versioning')).toEqual(enabled);
      }),
      { numRuns: 25 },
    );
  });
});

describe('the patch for a baseline', () => {
  const found: readonly (readonly [aspect: string, state: JsonObject])[] = [
    ['versioning', { Status: 'Suspended' }],
    ['tagging', { 'cost: centre': 'a: b = c', owner: 'true' }],
    ['bucketPolicy', policies.tls as JsonObject],
    ['accelerate', { Status: 'Enabled' }],
  ];

  it.each(found)('of %s loads as it is, and declares just what was found', (aspect, state) => {
    const observed = { kind: 'observed', state } as const;
    const patch = baselinePatch({ aspect, observed }, undefined, target) ?? '';
    const text = `name: patched\nselect: { buckets: [heron-ledger] }\naspects:\n  ${patch}\n`;
    const policy = "- { id: any, aspect: '*', severity: low, response: alert, why: nobody is told of it }\n";
    const catalogue = loadCatalogueTexts({
      baselines: [{ file: 'patched.yaml', text }],
      policies: [{ file: '_default.yaml', text: policy }],
      mode: 'dry-run',
    });
    const verdict = catalogue.effective(target);
    if (verdict.kind !== 'effective') throw new Error('the patched baseline selects nothing');
    const desired = verdict.baseline.aspects.get(aspect)?.desired;
    expect(desired && compare(aspect, desired, observed, target)).toEqual([]);
  });

  it('is none for what cannot be declared or would not be read', () => {
    const gone = { kind: 'absent' } as const;
    expect(baselinePatch({ aspect: 'encryption', observed: gone }, undefined, target)).toBeUndefined();
    expect(baselinePatch({ aspect: 'website', observed: gone }, undefined, target)).toBe('website: absent');
    const long: Json = Object.fromEntries(
      Array.from({ length: 50 }, (_, at) => [`key-${at}`, 'x'.repeat(40)]),
    );
    expect(
      baselinePatch({ aspect: 'tagging', observed: { kind: 'observed', state: long } }, undefined, target),
    ).toBeUndefined();
  });
});
