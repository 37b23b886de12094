import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Act } from '../../deploy/local/demo/act.js';
import { bornOpen } from '../../deploy/local/demo/acts/birth.js';
import { publicPolicyRefused } from '../../deploy/local/demo/acts/policy.js';
import { website, websiteMayGive } from '../../deploy/local/demo/cast.js';
import type { Theatre } from '../../deploy/local/demo/play.js';
import { statementsOf } from '../../deploy/local/demo/readings.js';
import { acts } from '../../deploy/local/demo/script.js';
import { withEventsLost } from '../../deploy/local/demo/stage.js';
import { fateOf } from '../../deploy/local/demo/watcher.js';
import { unguarded } from './staged.js';

let theatre: Theatre;
beforeAll(async () => {
  theatre = await unguarded();
}, 120_000);
afterAll(() => theatre?.aws.stop());

const named = (list: readonly Act[]) => list.map((act) => [act.name, act] as const);

describe('before the intruder', () => {
  it.each(named(acts.filter((act) => act !== bornOpen)))('%s: S3 shows what is declared', async (_, act) => {
    expect(await act.read(theatre.auditor)).toEqual(act.intact);
  });

  it('no controller call was judged to open too far, and the website is open as declared', () => {
    const { oracle } = theatre.aws.world;
    expect(oracle.violations).toEqual([]);
    expect(oracle.grants(website)).toEqual([websiteMayGive]);
  });
});

describe('what S3 refuses', () => {
  it('a public policy while the block is on, and nothing has changed', async () => {
    const { intruder, auditor } = theatre;
    const before = await statementsOf(auditor, publicPolicyRefused.bucket);
    await expect(publicPolicyRefused.commit(intruder)).rejects.toMatchObject({
      name: publicPolicyRefused.refusal,
    });
    expect(await statementsOf(auditor, publicPolicyRefused.bucket)).toEqual(before);
  });
});

describe('while nobody puts anything back', () => {
  it.each(named(acts))('%s: is seen to be done, and is never taken for undone or told', async (_, act) => {
    const { aws, intruder, root, clock } = theatre;
    const begun = clock.now().toISOString();
    await act.commit(act.byRoot === true ? root : intruder);
    const fate = await fateOf(act, begun, theatre);
    expect(fate.state).not.toEqual(act.intact);
    expect(fate.ending).toBeUndefined();
    expect(fate.incident).toBeUndefined();
    expect(aws.world.events.at(-1)?.userIdentity['arn']).toContain(
      act.byRoot === true ? ':root' : '/contractor/',
    );
  });
});

describe('the script', () => {
  it('has at least twelve acts, three of them with their event lost, and no two about the same thing', () => {
    expect(acts.length).toBeGreaterThanOrEqual(12);
    expect(acts.filter(({ eventLost }) => eventLost)).toHaveLength(3);
    const subjects = acts.map(({ bucket, aspect }) => `${bucket} ${aspect}`);
    expect(new Set(subjects).size).toBe(acts.length);
    expect(new Set(acts.map(({ name }) => name)).size).toBe(acts.length);
  });

  it('loses the events of the intruder and of nobody else, and only for as long as asked to', async () => {
    const { aws, intruder, auditor } = theatre;
    const [act] = acts;
    const counts = () => aws.world.bus.counts;
    await aws.world.bus.settled();
    const before = counts();
    await withEventsLost(aws, async () => {
      await act?.commit(intruder);
      await act?.commit(auditor);
    });
    await act?.commit(intruder);
    await aws.world.bus.settled();
    expect(counts().dropped - before.dropped).toBe(1);
    expect(counts().delivered - before.delivered).toBe(2);
  });
});
