import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { database } from './database.js';
import { newBucket } from './samples.js';

const time = (second: number): string => new Date(Date.UTC(2026, 2, 1, 10, 0, second)).toISOString();

describe('what is remembered of a target', () => {
  const db = database();

  it('knows nothing of a target that it never met', async () => {
    const { ledger } = db.process();
    const memory = await ledger.recall(newBucket());
    expect(memory).toEqual({ sightings: new Map(), heads: new Map(), open: new Map() });
  });

  it('keeps the first answer to since when a target is known', async () => {
    const { ledger } = db.process();
    const bucket = newBucket();
    await ledger.sawGood(bucket, time(1), new Map([['acl', 'd1']]));
    await ledger.know(bucket, time(2), 'catalogue-1');
    await ledger.know(bucket, time(1), 'catalogue-2');
    expect(await ledger.recall(bucket)).toMatchObject({ knownSince: time(2), born: 'catalogue-1' });
  });

  it('keeps of every aspect what was seen last, in whatever order the sightings arrive', async () => {
    const { ledger } = db.process();
    const aspects = fc.uniqueArray(fc.constantFrom('acl', 'encryption', 'versioning'), { minLength: 1 });
    const sighting = fc.record({ second: fc.nat({ max: 59 }), aspects });
    const distinct = fc.uniqueArray(sighting, { maxLength: 6, selector: ({ second }) => second });
    await fc.assert(
      fc.asyncProperty(distinct, fc.boolean(), async (sightings, together) => {
        const bucket = newBucket();
        const note = (seen: (typeof sightings)[number]) =>
          ledger.sawGood(
            bucket,
            time(seen.second),
            new Map(seen.aspects.map((aspect) => [aspect, `${aspect} ${seen.second}`])),
          );
        if (together) await Promise.all(sightings.map(note));
        else for (const seen of sightings) await note(seen);
        const expected = new Map<string, { at: string; desired: string }>();
        for (const seen of [...sightings].sort((a, b) => a.second - b.second))
          for (const aspect of seen.aspects)
            expected.set(aspect, { at: time(seen.second), desired: `${aspect} ${seen.second}` });
        expect((await ledger.recall(bucket)).sightings).toEqual(expected);
      }),
      { numRuns: 15 },
    );
  });

  it('notes all aspects of a look in one write', async () => {
    const { ledger, fault } = db.process();
    const many = new Map(Array.from({ length: 25 }, (_, number) => [`aspect${number}`, 'd']));
    const bucket = newBucket();
    await ledger.sawGood(bucket, time(1), many);
    await ledger.sawGood(bucket, time(2), many);
    await ledger.sawGood(bucket, time(3), new Map());
    expect(fault.operations).toEqual(['Update', 'Update']);
  });

  it('recalls with one query, and one read for each open incident', async () => {
    const { ledger, fault } = db.process();
    const bucket = newBucket();
    await ledger.know(bucket, time(0));
    await ledger.markHead(bucket, 'acl', { fence: 1 });
    fault.operations.length = 0;
    await ledger.recall(bucket);
    expect(fault.operations).toEqual(['Query']);
  });

  it('marks heads, and forgets a stage', async () => {
    const { ledger } = db.process();
    const bucket = newBucket();
    const stage = { found: { a: [1, null, ''] }, interims: [{}] };
    const repaired = { at: time(1), before: 'digest' };
    await ledger.markHead(bucket, 'acl', { stage, repaired, catalogue: 'c1', fence: 7 });
    const first = (await ledger.recall(bucket)).heads.get('acl');
    expect(first).toMatchObject({
      stage,
      repaired,
      catalogue: 'c1',
      fence: 7,
      episodes: 0,
      seq: 0,
      hash: '',
    });
    await ledger.markHead(bucket, 'acl', { stage: null });
    const second = (await ledger.recall(bucket)).heads.get('acl');
    expect(second).not.toHaveProperty('stage');
    expect(second).toMatchObject({ repaired, catalogue: 'c1', fence: 7 });
    expect(second?.version).toBeGreaterThan(first?.version ?? Number.POSITIVE_INFINITY);
  });

  it('refuses the marks of a holder that was outrun', async () => {
    const { ledger } = db.process();
    const bucket = newBucket();
    await ledger.markHead(bucket, 'acl', { catalogue: 'c2', fence: 8 });
    await expect(ledger.markHead(bucket, 'acl', { catalogue: 'c1', fence: 7 })).rejects.toMatchObject({
      name: 'LeaseLost',
    });
    await ledger.markHead(bucket, 'acl', { stage: { found: null, interims: [] }, fence: 8 });
    expect((await ledger.recall(bucket)).heads.get('acl')).toMatchObject({ catalogue: 'c2', fence: 8 });
  });

  it('keeps the newest good state', async () => {
    const { ledger } = db.process();
    const bucket = newBucket();
    expect(await ledger.goodState(bucket, 'acl')).toBeUndefined();
    await ledger.rememberGood(bucket, 'acl', { at: time(2), state: null });
    await ledger.rememberGood(bucket, 'acl', { at: time(1), state: 'older' });
    expect(await ledger.goodState(bucket, 'acl')).toEqual({ at: time(2), state: null });
    await ledger.rememberGood(bucket, 'acl', { at: time(3), state: ['newer'] });
    expect(await ledger.goodState(bucket, 'acl')).toEqual({ at: time(3), state: ['newer'] });
  });

  it('keeps where a scan stands', async () => {
    const { ledger } = db.process();
    expect(await ledger.scanCursor('111122223333')).toBeUndefined();
    await ledger.saveScanCursor('111122223333', { startedAt: time(1), token: 't'.repeat(2000) });
    expect(await ledger.scanCursor('111122223333')).toEqual({ startedAt: time(1), token: 't'.repeat(2000) });
    await ledger.saveScanCursor('111122223333', { startedAt: time(1), completedAt: time(2) });
    expect(await ledger.scanCursor('111122223333')).toEqual({ startedAt: time(1), completedAt: time(2) });
  });
});
