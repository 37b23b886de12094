import { describe, expect, it } from 'vitest';
import type { Incident } from '../../controller/domain/incident.js';
import type { BucketTarget } from '../../controller/domain/target.js';
import { limits, operations } from './crash-operations.js';
import { all, database, type TestLedger } from './database.js';
import { deployer, draftOf, newBucket } from './samples.js';

const idsOf = async (incidents: AsyncIterable<Incident>): Promise<string[]> =>
  (await all(incidents)).map(({ aspect, episode }) => `${aspect} ${episode}`).sort();

/** All that can be asked of a ledger with one target. Versions count the writes, which a crash may add to. */
async function stateOf(ledger: TestLedger, bucket: BucketTarget): Promise<unknown> {
  const memory = await ledger.recall(bucket);
  const state = {
    ...memory,
    sightings: Object.fromEntries(memory.sightings),
    heads: Object.fromEntries(memory.heads),
    open: Object.fromEntries(memory.open),
    good: await ledger.goodState(bucket, 'encryption'),
    episodes: await all(ledger.episodes(bucket, 'encryption')),
    audit: await all(ledger.audit(bucket, 'encryption')),
    timeline: await all(ledger.timeline({ target: bucket }, '2026', '2027')),
    found: await idsOf(ledger.incidents({})),
    stillOpen: await idsOf(ledger.incidents({ status: 'open' })),
    ofAspect: await idsOf(ledger.incidents({ aspect: 'encryption' })),
    ofActor: await idsOf(ledger.incidents({ actor: String(deployer.role) })),
    undelivered: await idsOf(ledger.undelivered()),
    attempts: (await all(ledger.timeline({ actor: String(deployer.arn) }, '2026', '2027'))).length,
  };
  const ids = [...state.episodes, ...memory.open.values()].map(({ id }) => id);
  const volatile = (key: string, value: unknown): unknown => {
    if (key === 'version') return 'any';
    return typeof value === 'string' && ids.includes(value) ? `id ${ids.indexOf(value)}` : value;
  };
  return JSON.parse(JSON.stringify(state, volatile));
}

describe('a crash at any call, then the same again by another process', () => {
  const db = database();

  for (const [name, { given, run }] of Object.entries(operations)) {
    it(`leaves what ${name} without a crash leaves`, async () => {
      const bucket = newBucket();
      const whole = db.process({ limits, table: await db.newTable() });
      await given(whole, bucket);
      whole.fault.operations.length = 0;
      await run(whole, bucket);
      const calls = [...whole.fault.operations];
      const expected = await stateOf(whole.ledger, bucket);
      // A crash at a read, or after a write, leaves what a crash before the next write leaves.
      const writes = [...calls.keys()].filter((index) => calls[index] === 'Put' || calls[index] === 'Update');
      expect(writes.length).toBeGreaterThan(0);
      const last = { dieAt: Math.max(...writes) + 1, reaches: true };
      for (const fault of [...writes.map((index) => ({ dieAt: index + 1, reaches: false })), last]) {
        const table = await db.newTable();
        const healthy = db.process({ limits, table });
        await given(healthy, bucket);
        const dying = db.process({ limits, table });
        Object.assign(dying.fault, fault);
        await expect(run(dying, bucket)).rejects.toThrow(/died before/);
        await run(healthy, bucket);
        expect(await stateOf(healthy.ledger, bucket), JSON.stringify(fault)).toEqual(expected);
      }
    });
  }

  it('shows the episode to the next look, even if nobody opens it again', async () => {
    const counted: number[] = [];
    for (let dieAt = 1; dieAt <= 6; dieAt += 1) {
      const bucket = newBucket();
      const dying = db.process();
      Object.assign(dying.fault, { dieAt });
      await dying.ledger.open(draftOf(bucket)).catch(() => undefined);
      const next = db.process();
      const memory = await next.ledger.recall(bucket);
      const head = memory.heads.get('encryption');
      counted.push(head?.episodes ?? 0);
      expect(memory.open.get('encryption')?.id).toBe(head?.open);
      expect(await all(next.ledger.episodes(bucket, 'encryption'))).toEqual([...memory.open.values()]);
      next.fault.operations.length = 0;
      expect((await next.ledger.recall(bucket)).open).toEqual(memory.open);
      expect(next.fault.operations).toEqual(head === undefined ? ['Query'] : ['Query', 'Get']);
    }
    // The head's update, the third call, is what counts an episode.
    expect(counted).toEqual([0, 0, 0, 1, 1, 1]);
  });

  it('frees the head of an incident that was closed just before the crash', async () => {
    const bucket = newBucket();
    const { ledger, fault } = db.process();
    const { incident } = await ledger.open(draftOf(bucket));
    Object.assign(fault, { sent: 0, dieAt: 3, reaches: false });
    await expect(ledger.change(incident, { status: 'closed' })).rejects.toThrow(/died/);
    const next = db.process();
    expect((await next.ledger.recall(bucket)).open.size).toBe(0);
    next.fault.operations.length = 0;
    await next.ledger.recall(bucket);
    expect(next.fault.operations).toEqual(['Query']);
    expect(await next.ledger.open(draftOf(bucket))).toMatchObject({ opened: true, incident: { episode: 2 } });
  });
});
