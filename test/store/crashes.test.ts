import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import type { Incident } from '../../controller/domain/incident.js';
import type { BucketTarget } from '../../controller/domain/target.js';
import { incidentRow } from '../../controller/store/keys.js';
import { all, database, type Process, type TestLedger } from './database.js';
import { auditOf, deployer, draftOf, eventOf, newBucket } from './samples.js';

const limits = { inline: 500, part: 400 };
const long = { Statement: 'x'.repeat(600) };

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
    other: await all(ledger.episodes(bucket, 'acl')),
    audit: await all(ledger.audit(bucket, 'encryption')),
    timeline: await all(ledger.timeline({ target: bucket }, '2026', '2027')),
    found: await idsOf(ledger.incidents({})),
    stillOpen: await idsOf(ledger.incidents({ status: 'open' })),
    ofAspect: await idsOf(ledger.incidents({ aspect: 'encryption' })),
    ofActor: await idsOf(ledger.incidents({ actor: String(deployer.role) })),
    undelivered: await idsOf(ledger.undelivered()),
    attempts: (await all(ledger.timeline({ actor: String(deployer.arn) }, '2026', '2027'))).length,
  };
  const ids = state.episodes.concat(state.other).map(({ id }) => id);
  const volatile = (key: string, value: unknown): unknown => {
    if (key === 'version') return 'any';
    return typeof value === 'string' && ids.includes(value) ? `id ${ids.indexOf(value)}` : value;
  };
  return JSON.parse(JSON.stringify(state, volatile));
}

type Operation = (process: Process, bucket: BucketTarget) => Promise<unknown>;
const nothing: Operation = async () => undefined;
const opened: Operation = ({ ledger }, bucket) =>
  ledger.open(draftOf(bucket, { found: { kind: 'observed', state: long } }));
const openOf = async (ledger: TestLedger, bucket: BucketTarget, aspect = 'encryption') => {
  const incident =
    (await ledger.recall(bucket)).open.get(aspect) ?? (await all(ledger.episodes(bucket, aspect)))[0];
  if (incident === undefined) throw new Error('no incident');
  return incident;
};

const operations: Record<string, { readonly given: Operation; readonly run: Operation }> = {
  open: { given: nothing, run: opened },
  'open with events': {
    given: nothing,
    run: ({ ledger }, bucket) => ledger.open(draftOf(bucket, { explains: ['e-1', 'e-2'] })),
  },
  'record and open': {
    given: nothing,
    run: ({ ledger }, bucket) =>
      ledger.record(auditOf(bucket, { content: long })).then(() => ledger.open(draftOf(bucket))),
  },
  change: {
    given: opened,
    run: async ({ ledger }, bucket) =>
      ledger.change(await openOf(ledger, bucket), {
        looks: 2,
        fields: [{ path: 'a', actual: long }],
        transition: { at: '2026-03-01T10:00:01.000Z', outcome: 'proposed', note: 'n' },
        notification: { id: 'n', kind: 'escalated', at: '2026-03-01T10:00:01.000Z' },
      }),
  },
  close: {
    given: opened,
    run: async ({ ledger }, bucket) =>
      ledger.change(await openOf(ledger, bucket), {
        status: 'closed',
        outcome: 'reverted',
        transition: { at: '2026-03-01T10:00:01.000Z', outcome: 'reverted', note: 'n' },
      }),
  },
  record: {
    given: ({ ledger }, bucket) => ledger.record(auditOf(bucket)),
    run: ({ ledger }, bucket) => ledger.record(auditOf(bucket, { kind: 'decided', content: long })),
  },
  explain: {
    given: opened,
    run: async ({ ledger }, bucket) => ledger.explain(await openOf(ledger, bucket), eventOf('e-1')),
  },
  'explain in a storm': {
    given: async ({ ledger, client, table }, bucket) => {
      await ledger.open(draftOf(bucket));
      const full = new Set(Array.from({ length: 100 }, (_, number) => `s-${number}`));
      const Key = { ...incidentRow(bucket, 'encryption', 1) };
      const UpdateExpression = 'ADD explains :full';
      await client.send(
        new UpdateCommand({
          TableName: table,
          Key,
          UpdateExpression,
          ExpressionAttributeValues: { ':full': full },
        }),
      );
    },
    run: async ({ ledger }, bucket) => ledger.explain(await openOf(ledger, bucket), eventOf('late')),
  },
  'explain by another incident': {
    given: async ({ ledger }, bucket) => {
      await ledger.open(draftOf(bucket));
      await ledger.open(draftOf(bucket, { aspect: 'acl' }));
    },
    run: async ({ ledger }, bucket) => {
      await ledger.explain(await openOf(ledger, bucket), eventOf('e-1'));
      await ledger.explain(await openOf(ledger, bucket, 'acl'), eventOf('e-1'));
    },
  },
  markHead: {
    given: ({ ledger }, bucket) =>
      ledger.markHead(bucket, 'encryption', { stage: { found: null, interim: null } }),
    run: ({ ledger }, bucket) =>
      ledger.markHead(bucket, 'encryption', {
        stage: { found: long, interim: long },
        repaired: { at: '2026-03-01T10:00:00.000Z', before: 'd' },
        fence: 3,
        catalogue: 'c',
      }),
  },
  'know and see': {
    given: nothing,
    run: async ({ ledger }, bucket) => {
      await ledger.know(bucket, '2026-03-01T10:00:00.000Z', true);
      await ledger.sawGood(bucket, '2026-03-01T10:00:00.000Z', new Map([['acl', 'd']]));
      await ledger.rememberGood(bucket, 'encryption', { at: '2026-03-01T10:00:00.000Z', state: long });
    },
  },
  note: {
    given: nothing,
    run: async ({ ledger }, bucket) => {
      await ledger.noteEvent(bucket, eventOf('e-1', { call: 'x'.repeat(600) }));
      await ledger.noteAttempt({ target: bucket, event: eventOf('e-2'), errorCode: 'AccessDenied' });
    },
  },
  deliver: {
    given: opened,
    run: async ({ ledger }, bucket) => ledger.delivered(await openOf(ledger, bucket), 'opened'),
  },
};

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
