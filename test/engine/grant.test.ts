import { describe, expect, it } from 'vitest';
import { UserError } from '../../controller/domain/errors.js';
import type { Observation } from '../../controller/domain/observation.js';
import { instant } from '../../controller/domain/time.js';
import { foundDigest } from '../../controller/engine/compare.js';
import { grant, longestGrant } from '../../controller/engine/grant.js';
import { Life } from '../fakes/life.js';
import { baselineOf, declarationsOf, engineIn, surroundings, target } from './world.js';

const hour = 3_600_000;
const terms = { reason: 'A restore runs until tonight.', owner: 'team-storage', lasts: 4 * hour };
const suspended: Observation = { kind: 'observed', state: { Status: 'Suspended' } };
const incident = { id: 'inc-1', target, aspect: 'versioning' };

function world() {
  const around = surroundings();
  const engine = engineIn(around, { declarations: declarationsOf(baselineOf({})) });
  return { around, engine, ledger: around.ledger.as(new Life()) };
}

describe('a waiver that is granted', () => {
  it('is for the state that was found, ends, and is in the audit before it is in force', async () => {
    const { around, engine, ledger } = world();
    const granted = await grant(engine, incident, suspended, terms);
    const now = around.clock.now().getTime();
    expect(granted).toMatchObject({
      aspect: 'versioning',
      state: foundDigest('versioning', { kind: 'observed', state: { Status: 'Suspended' } }, target),
      reason: terms.reason,
      owner: 'team-storage',
      grantedAt: instant(new Date(now)),
      expires: instant(new Date(now + 4 * hour)),
      incident: 'inc-1',
    });
    expect((await ledger.recall(target)).waivers).toEqual([granted]);
    const rows = [];
    for await (const row of ledger.audit(target, 'versioning')) rows.push(row);
    const { target: _, ...content } = granted;
    expect(rows).toMatchObject([{ incident: 'inc-1', kind: 'decided', content: { waiver: content } }]);

    for (const at of [1, 2]) {
      const life = new Life({ at, reaches: false });
      const cut = { ...engine, ledger: around.ledger.as(life) };
      const other: Observation = { kind: 'absent' };
      await expect(grant(cut, { ...incident, aspect: 'encryption' }, other, terms)).rejects.toThrow();
      expect((await ledger.recall(target)).waivers).toEqual([granted]);
    }
  });

  it('takes the place of one for the same state, and of no other', async () => {
    const { engine, ledger } = world();
    await grant(engine, incident, suspended, terms);
    const other = await grant(engine, incident, { kind: 'absent' }, terms);
    const longer = await grant(engine, incident, suspended, { ...terms, lasts: longestGrant });
    expect(new Set((await ledger.recall(target)).waivers)).toEqual(new Set([other, longer]));
  });

  it.each([
    ['too long', suspended, { lasts: longestGrant + 1 }, /at most 7 days/],
    ['no time', suspended, { lasts: 0 }, /at most 7 days/],
    ['no number', suspended, { lasts: Number.NaN }, /at most 7 days/],
    ['no reason', suspended, { reason: '   short   ' }, /A reason has/],
    ['lines', suspended, { reason: 'one line\nand another' }, /on one line/],
    ['no owner', suspended, { owner: ' ' }, /An owner is needed/],
    ['unreadable', { kind: 'unreadable', error: { name: 'SlowDown', message: '' } }, {}, /not wholly known/],
    ['unknown members', { ...suspended, unknown: ['Fast'] }, {}, /not wholly known/],
  ] as const)('is refused: %s', async (_name, state, change, message) => {
    const { engine, ledger } = world();
    const granting = grant(engine, incident, state, { ...terms, ...change });
    await expect(granting).rejects.toThrow(UserError);
    await expect(granting).rejects.toThrow(message);
    expect(await ledger.recall(target)).not.toHaveProperty('waivers');
  });
});
