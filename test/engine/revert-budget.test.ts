import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultBrakes, emptyTally, type Tally } from '../../controller/domain/brake.js';
import { instant } from '../../controller/domain/time.js';
import { revertBudget } from '../../controller/engine/brakes/revert-budget.js';
import { Crash, Life } from '../fakes/life.js';
import { policies } from './access-worlds.js';
import { fleetOf, home } from './fleet-world.js';
import { target } from './world.js';

const minute = 60_000;
const hour = 60 * minute;
const versions = { versioning: { Status: 'Enabled' } };
const names = ['heron-1', 'heron-2', 'heron-3', 'heron-4'];
const settings = { ...defaultBrakes, revertsPerHour: 2 };

const asked = (at: string) => ({ at, generation: 'generation-1', target });

const outcomesOf = async (looked: Promise<{ readonly outcomes: ReadonlyMap<string, string> }>) =>
  Object.fromEntries((await looked).outcomes);

describe('the budget of repairs in an hour', () => {
  it('holds back what goes over it, tells of it once for the account, and says when to look again', async () => {
    const fleet = await fleetOf({ names, declared: versions, brakes: settings });
    expect(await outcomesOf(fleet.look('heron-1'))).toEqual({ versioning: 'reverted' });
    expect(await outcomesOf(fleet.look('heron-2'))).toEqual({ versioning: 'reverted' });
    const third = await fleet.look('heron-3');
    expect(Object.fromEntries(third.outcomes)).toEqual({ versioning: 'braked' });
    expect(await outcomesOf(fleet.look('heron-4'))).toEqual({ versioning: 'braked' });
    expect(fleet.sent()).toEqual(['heron-1 PutBucketVersioning', 'heron-2 PutBucketVersioning']);

    const incident = fleet.incidentOf('heron-3', 'versioning');
    expect(incident).toMatchObject({ status: 'open', outcome: 'braked', mode: 'auto-revert' });
    expect(incident?.transitions.at(-1)?.note).toBe(
      `Waits until ${third.again}, because the account has had its 2 repairs of the last hour (revertsPerHour)`,
    );
    const told = fleet.told();
    expect(told.map(({ aspect, finding, outcome }) => [aspect, finding, outcome])).toEqual([
      ['revertBudget', 'braked', 'braked'],
    ]);
    expect(told[0]?.outbox.map(({ kind }) => kind)).toEqual(['escalated']);
    expect(told[0]?.escalation?.runbook).toContain('snapback apply');
    const audit = [];
    for await (const entry of fleet.own.audit(home, 'revertBudget')) audit.push(entry.kind);
    expect(audit).toEqual(['decided']);
  });

  it('lets go by itself when the hour has room, in the same incident, and the account hears the end of it', async () => {
    const fleet = await fleetOf({ names, declared: versions, brakes: settings });
    for (const name of names) await fleet.look(name);
    const again = (await fleet.look('heron-3')).again ?? '';
    await fleet.clock.advance(Date.parse(again) - fleet.clock.now().getTime());
    expect(await outcomesOf(fleet.look('heron-3'))).toEqual({ versioning: 'reverted' });
    expect(await outcomesOf(fleet.look('heron-4'))).toEqual({ versioning: 'reverted' });
    expect(fleet.ledger.all.map(({ aspect, status }) => [aspect, status])).toEqual([
      ...names.slice(0, 3).map(() => ['versioning', 'closed']),
      ['revertBudget', 'open'],
      ['versioning', 'closed'],
    ]);
    await fleet.tend();
    expect(fleet.told()[0]?.status).toBe('open');
    await fleet.clock.advance(2 * hour);
    await fleet.tend();
    expect(fleet.told()[0]).toMatchObject({ status: 'closed', outcome: 'clean' });
  });

  it('never waits with what closes, and does not count it', async () => {
    const found = { policy: JSON.stringify(policies.hostile) };
    const declared = { ...versions, bucketPolicy: policies.tls };
    const fleet = await fleetOf({ names, declared, found, brakes: { revertsPerHour: 1 } });
    expect(await outcomesOf(fleet.look('heron-1'))).toEqual({
      bucketPolicy: 'reverted',
      versioning: 'reverted',
    });
    for (const name of names.slice(1))
      expect(await outcomesOf(fleet.look(name))).toEqual({ bucketPolicy: 'reverted', versioning: 'braked' });
    expect(fleet.sent().slice(2)).toEqual(names.slice(1).map((name) => `${name} PutBucketPolicy`));
    expect((await fleet.own.tally(home.account)).reverts).toEqual({
      [instant(fleet.clock.now()).slice(0, 16)]: 1,
    });
  });

  it('of nothing is none; in dry-run it counts nothing; what a person applies is counted and not held', async () => {
    const free = await fleetOf({ names, declared: versions, brakes: { revertsPerHour: 0 } });
    for (const name of names) expect(await outcomesOf(free.look(name))).toEqual({ versioning: 'reverted' });
    const fleet = await fleetOf({ names, declared: versions, brakes: settings });
    await fleet.look('heron-1', fleet.engine({ mode: 'dry-run' }));
    expect(await fleet.own.tally(home.account)).toEqual(emptyTally);
    for (const name of names.slice(0, 3))
      expect(await outcomesOf(fleet.look(name, fleet.engine({ approval: { reopen: false } })))).toEqual({
        versioning: 'reverted',
      });
    expect(await outcomesOf(fleet.look('heron-4'))).toEqual({ versioning: 'braked' });
  });

  it('counts before it sends, so that no crash at any call lets more through', async () => {
    const whole = new Life();
    const first = await fleetOf({ names, declared: versions, brakes: { revertsPerHour: 1 } });
    await first.look('heron-1', first.engine({ life: whole }));
    for (const at of whole.calls.keys()) {
      for (const reaches of [false, true]) {
        const fleet = await fleetOf({ names, declared: versions, brakes: { revertsPerHour: 1 } });
        const life = new Life({ at: at + 1, reaches });
        await expect(fleet.look('heron-1', fleet.engine({ life }))).rejects.toBeInstanceOf(Crash);
        await fleet.clock.advance(31_000);
        await fleet.look('heron-2');
        const touched = new Set(fleet.sent().map((line) => line.split(' ')[0]));
        expect([whole.calls[at], reaches, touched.size <= 1]).toEqual([whole.calls[at], reaches, true]);
        await fleet.clock.advance(2 * hour);
        for (const name of names.slice(0, 2)) {
          await fleet.look(name);
          await fleet.clock.advance(2 * hour);
          await fleet.look(name);
          expect(fleet.s3.buckets.get(name)?.documents.get('versioning')).toMatchObject({
            Status: 'Enabled',
          });
          expect(fleet.incidentOf(name, 'versioning')?.status ?? 'closed').toBe('closed');
        }
      }
    }
  });

  it('never lets more repairs begin in any hour than it says, whatever is asked when', () => {
    const pausing = fc.array(fc.integer({ min: 0, max: 10 * minute }), { maxLength: 60 });
    fc.assert(
      fc.property(pausing, fc.integer({ min: 1, max: 5 }), (pauses, revertsPerHour) => {
        let now = Date.parse('2026-03-01T10:00:00.000Z');
        let tally: Tally = emptyTally;
        const begun: number[] = [];
        for (const pause of pauses) {
          now += pause;
          const at = instant(new Date(now));
          const limit = { ...defaultBrakes, revertsPerHour };
          const brake = revertBudget.on(tally, asked(at), limit);
          const recent = begun.filter((one) => one > now - hour).length;
          if (brake === undefined) {
            expect(recent).toBeLessThan(revertsPerHour);
            begun.push(now);
            tally = revertBudget.counted(tally, asked(at), limit);
          } else {
            // It ends by itself, at most a minute after the hour is really over.
            expect(brake.until && brake.until > at).toBe(true);
            expect(revertBudget.on(tally, asked(brake.until ?? at), limit)).toBeUndefined();
            expect(begun.filter((one) => one > now - hour - minute).length).toBeGreaterThanOrEqual(
              revertsPerHour,
            );
          }
        }
      }),
    );
  });

  it('weighs what a clock that is a day ahead has counted for an hour and no longer', () => {
    const at = instant(new Date('2026-03-01T10:00:00.000Z'));
    const ahead: Tally = { ...emptyTally, reverts: { '2026-03-02T10:00': 2 } };
    expect(revertBudget.on(ahead, asked(at), settings)).toBeDefined();
    const counted = revertBudget.counted(ahead, asked(at), settings);
    expect(revertBudget.on(counted, asked('2026-03-01T11:02:00.000Z'), settings)).toBeUndefined();
  });
});

it('stops a name from being held again and again against somebody who deletes the bucket in a loop', async () => {
  const found = { versioning: { Status: 'Enabled' } };
  const fleet = await fleetOf({
    names,
    declared: versions,
    found,
    brakes: { revertsPerHour: 4 },
    holdsNames: true,
  });
  await fleet.look('heron-1');
  const ended: unknown[] = [];
  for (let round = 0; round < 4; round += 1) {
    await fleet.clock.advance(2 * minute);
    fleet.s3.buckets.delete('heron-1');
    ended.push(await outcomesOf(fleet.look('heron-1')));
  }
  // Each round is two repairs: the bucket, and then its versioning.
  expect(ended).toEqual([
    { existence: 'reverted', versioning: 'reverted' },
    { existence: 'reverted', versioning: 'reverted' },
    { existence: 'braked' },
    { existence: 'braked' },
  ]);
  expect(fleet.sent().filter((line) => line.endsWith('CreateBucket'))).toHaveLength(2);
  expect(fleet.told().map(({ aspect }) => aspect)).toEqual(['revertBudget']);
  const { again } = await fleet.look('heron-1');
  await fleet.clock.advance(Date.parse(again ?? '') - fleet.clock.now().getTime());
  expect(await outcomesOf(fleet.look('heron-1'))).toMatchObject({ existence: 'reverted' });
});
