import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultBrakes, emptyTally, type Tally } from '../../controller/domain/brake.js';
import { instant } from '../../controller/domain/time.js';
import { confirmCatalogue } from '../../controller/engine/brakes/confirm.js';
import { failedIn, failureRate } from '../../controller/engine/brakes/failure-rate.js';
import { confirmedIn, fleetShare } from '../../controller/engine/brakes/fleet-share.js';
import { policies } from './access-worlds.js';
import { bucketNamed, type Fleet, fleetOf, home } from './fleet-world.js';

const minute = 60_000;
const hour = 60 * minute;
const versions = { versioning: { Status: 'Enabled' } };
const names = (count: number) => Array.from({ length: count }, (_, at) => `heron-${at + 1}`);
const by = { caller: 'arn:aws:iam::111122223333:role/duty', reason: 'looked at on the first twenty' };

const looked = async (fleet: Fleet, some: readonly string[], given = {}) => {
  const ended: unknown[] = [];
  for (const name of some)
    ended.push((await fleet.look(name, fleet.engine(given))).outcomes.get('versioning'));
  return ended;
};
const all = (count: number, outcome: string) => Array.from({ length: count }, () => outcome);
const open = (fleet: Fleet) =>
  fleet
    .told()
    .filter(({ status }) => status === 'open')
    .map(({ aspect }) => aspect);

describe('the share of the fleet that a new catalogue reaches', () => {
  const asked = (at: string, name: string, generation = 'generation-1') => ({
    at,
    generation,
    target: bucketNamed(name),
  });

  it('ends at twenty targets or so many percent, until a person confirms the catalogue', async () => {
    const fleet = await fleetOf({ names: names(23), declared: versions });
    expect(await looked(fleet, names(20))).toEqual(all(20, 'reverted'));
    const late = names(23).slice(20);
    expect(await looked(fleet, late)).toEqual(all(3, 'braked'));
    const note = fleet.incidentOf('heron-21', 'versioning')?.transitions.at(-1)?.note;
    expect(note).toBe(
      'Waits for a human, because 20 targets of the account were written to under the catalogue generation-1, which nobody has confirmed',
    );
    expect(open(fleet)).toEqual(['fleetShare']);
    // No scan ends it, and no time.
    await fleet.clock.advance(72 * hour);
    await fleet.tend();
    expect(await looked(fleet, late)).toEqual(all(3, 'braked'));
    expect(open(fleet)).toEqual(['fleetShare']);

    await confirmCatalogue(fleet.engine(), home, by);
    expect(open(fleet)).toEqual([]);
    expect(fleet.told()[0]?.transitions.at(-1)?.note).toBe(`Confirmed by ${by.caller}: ${by.reason}`);
    expect(await looked(fleet, late)).toEqual(all(3, 'reverted'));
    const audit = [];
    for await (const entry of fleet.own.audit(home, 'fleetShare')) audit.push(entry.content);
    expect(audit.at(-1)).toEqual({ confirmed: 'generation-1', ...by });
  });

  it('binds what a person applies, too, and never what closes; what was reached before is repaired again', async () => {
    const fleet = await fleetOf({
      names: names(21),
      declared: { ...versions, bucketPolicy: policies.tls },
    });
    const approval = { reopen: false };
    expect(await looked(fleet, names(20), { approval })).toEqual(all(20, 'reverted'));
    fleet.s3.write('heron-21', 'PutBucketPolicy', { Policy: JSON.stringify(policies.hostile) });
    const { outcomes } = await fleet.look('heron-21', fleet.engine({ approval }));
    expect(Object.fromEntries(outcomes)).toEqual({ bucketPolicy: 'reverted', versioning: 'braked' });
    fleet.s3.write('heron-1', 'PutBucketVersioning', { VersioningConfiguration: { Status: 'Suspended' } });
    expect(await looked(fleet, ['heron-1'])).toEqual(['reverted']);
  });

  it('grows with the account, is not asked of an old catalogue, and is counted for each catalogue', () => {
    const at = instant(new Date('2026-03-01T10:00:00.000Z'));
    const later = instant(new Date('2026-03-02T10:00:00.000Z'));
    const reached = (count: number, from: Tally = emptyTally): Tally =>
      names(count).reduce((tally, name) => fleetShare.counted(tally, asked(at, name), defaultBrakes), from);
    const isOn = (tally: Tally, when: string, generation?: string) =>
      fleetShare.on(tally, asked(when, 'another', generation), defaultBrakes) !== undefined;
    expect(isOn(reached(19), at)).toBe(false);
    expect(isOn(reached(20), at)).toBe(true);
    expect(isOn(reached(20), later)).toBe(true);
    expect(isOn({ ...reached(20), buckets: 1_000 }, at)).toBe(false);
    expect(isOn({ ...reached(100), buckets: 1_000 }, at)).toBe(true);
    expect(isOn(reached(20), at, 'generation-2')).toBe(false);
    const old = names(40).reduce(
      (tally, name) => fleetShare.counted(tally, asked(later, name), defaultBrakes),
      reached(19),
    );
    expect(isOn(old, later)).toBe(false);
    expect(isOn(reached(40, confirmedIn(emptyTally, 'generation-1', at)), later)).toBe(false);
    const small = JSON.stringify(
      ['one', 'two', 'three', 'four'].reduce(
        (tally, generation) =>
          names(600).reduce((now, name) => {
            const one = asked(at, name, generation);
            return fleetShare.on(now, one, defaultBrakes) ? now : fleetShare.counted(now, one, defaultBrakes);
          }, tally),
        { ...emptyTally, buckets: 100_000 } as Tally,
      ),
    );
    expect(small.length).toBeLessThan(16 * 1_024);
  });
});

describe('the share of repairs that fail', () => {
  const failing = async (failure = 'InternalError') => {
    const fleet = await fleetOf({ names: names(10), declared: versions });
    fleet.s3.failing.set('PutBucketVersioning', failure);
    return fleet;
  };

  it('stops all that does not close for half an hour, tells of it, and begins anew then', async () => {
    const fleet = await failing();
    expect(await looked(fleet, names(7))).toEqual([...all(5, 'failed'), ...all(2, 'braked')]);
    expect(open(fleet)).toEqual(['failureRate']);
    expect(fleet.told()[0]?.outbox.map(({ kind }) => kind)).toEqual(['escalated']);
    expect(fleet.sent()).toHaveLength(5);
    fleet.s3.failing.clear();
    const { again } = await fleet.look('heron-8');
    await fleet.clock.advance(Date.parse(again ?? '') - fleet.clock.now().getTime());
    await fleet.tend();
    expect(open(fleet)).toEqual([]);
    expect(await looked(fleet, names(10))).toEqual(all(10, 'reverted'));
    expect((await fleet.own.tally(home.account)).ends.map(({ isWell }) => isWell)).toEqual(
      Array.from({ length: 10 }, () => true),
    );
  });

  it('is over when a person says so', async () => {
    const fleet = await failing();
    await looked(fleet, names(6));
    fleet.s3.failing.clear();
    await confirmCatalogue(fleet.engine(), home, by);
    expect(open(fleet)).toEqual([]);
    expect(await looked(fleet, names(10))).toEqual(all(10, 'reverted'));
  });

  it('does not grow by one target that always fails', async () => {
    const fleet = await failing();
    for (let times = 0; times < 8; times += 1) expect(await looked(fleet, ['heron-1'])).toEqual(['failed']);
    fleet.s3.failing.clear();
    expect(await looked(fleet, names(10).slice(1))).toEqual(all(9, 'reverted'));
  });

  it('does not grow by what S3 refuses, which any owner of a bucket can bring about', () => {
    const at = '2026-03-01T10:00:00.000Z';
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat({ max: 30 }), fc.boolean()), { maxLength: 80 }), (ends) => {
        let tally: Tally = emptyTally;
        for (const [number, isRefused] of ends) {
          const asked = { at, generation: 'generation-1', target: bucketNamed(`heron-${number}`) };
          const now = failureRate.counted(tally, asked, defaultBrakes);
          tally = isRefused ? failedIn(now, asked, defaultBrakes, true) : now;
        }
        expect(tally.failingSince).toBeUndefined();
        expect(tally.ends.every(({ isWell }) => isWell)).toBe(true);
        expect(tally.ends.length).toBeLessThanOrEqual(20);
      }),
    );
  });

  it('is on exactly where more than half of the last twenty targets have failed, and five at least', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 40 }), (wells) => {
        const at = '2026-03-01T10:00:00.000Z';
        let tally: Tally = emptyTally;
        for (const [number, isWell] of wells.entries()) {
          const asked = { at, generation: 'generation-1', target: bucketNamed(`heron-${number}`) };
          if (failureRate.on(tally, asked, defaultBrakes) !== undefined) break;
          tally = failureRate.counted(tally, asked, defaultBrakes);
          if (!isWell) tally = failedIn(tally, asked, defaultBrakes, false);
          const last = wells.slice(Math.max(0, number - 19), number + 1);
          const failed = last.filter((well) => !well).length;
          expect(tally.failingSince !== undefined).toBe(!isWell && failed >= 5 && failed * 2 > last.length);
        }
      }),
    );
  });
});
