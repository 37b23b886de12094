import { describe, expect, it } from 'vitest';
import { faultKinds } from './fault-kinds.js';
import { play } from './play.js';
import { defectsOf, uncutOf } from './report.js';
import { shown } from './show.js';
import { nothing, sumOf, tallyOf, violationsOf } from './tally.js';

describe('a simulated history', () => {
  it('is the same for the same seed, and another for another', async () => {
    const [one, again, other] = [await play(7), await play(7), await play(8)];
    expect(shown(again.happenings)).toBe(shown(one.happenings));
    expect(shown(other.happenings)).not.toBe(shown(one.happenings));
  });

  it('keeps every invariant, with as much happening as a history must have', async () => {
    let tally = nothing;
    for (let seed = 1; seed <= 6; seed += 1) tally = sumOf(tally, await tallyOf(seed));
    expect(defectsOf(tally)).toEqual([]);
    expect(tally.histories).toBe(6);
  });

  it('is told as violated where something is written that nothing declares', async () => {
    const played = await play(1);
    const [sending] = played.happenings.filter((one) => one.kind === 'sending');
    if (sending === undefined) throw new Error('nothing was sent in the history of seed 1');
    const foreign = { ...sending, target: 'aws/777788889999/bucket/not-ours' };
    const wrong = violationsOf({ ...played, happenings: [...played.happenings, foreign] });
    expect(wrong.map(({ where }) => where).join()).toContain('which nothing selects');
  });
});

describe('the report', () => {
  it('takes a kind of fault that never came, and a call that was never cut, for a defect', () => {
    const many = { ...nothing, histories: 5_000, sites: ['notify'], cut: ['before notify'] };
    const defects = defectsOf(many);
    expect(defects).toHaveLength(faultKinds.length + 1);
    expect(defects.at(-1)).toBe('no process was ever cut after notify');
    expect(uncutOf(many.sites, many.cut)).toEqual(['after notify']);
  });
});
