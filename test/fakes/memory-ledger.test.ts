import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Incident } from '../../controller/domain/incident.js';
import type { Lease } from '../../controller/domain/lease.js';
import type { Ledger, LedgerQueries } from '../../controller/domain/ledger.js';
import { severities } from '../../controller/domain/response.js';
import type { BucketTarget } from '../../controller/domain/target.js';
import { ledgerOver } from '../../controller/store/dynamo-ledger.js';
import type { Rows } from '../../controller/store/rows.js';
import { Table } from '../simulation/table.js';
import { all, database, seeded } from '../store/database.js';
import { auditOf, draftOf, eventOf, newBucket, waiverOf } from '../store/samples.js';
import { Life } from './life.js';
import { MemoryLedger } from './memory-ledger.js';

type Both = Ledger & LedgerQueries;

const moments = ['2026-03-01T10:00:00.000Z', '2026-03-01T10:05:00.000Z', '2026-03-01T10:10:00.000Z'];
const action = fc.record({
  kind: fc.constantFrom(
    ...([
      'open',
      'close',
      'look',
      'tell',
      'record',
      'explain',
      'mark',
      'forget',
      'good',
      'know',
      'tag',
      'count',
    ] as const),
    ...(['lease', 'renew', 'release', 'event', 'deliver', 'waive', 'waived'] as const),
  ),
  process: fc.nat({ max: 1 }),
  aspect: fc.constantFrom('encryption', 'acl'),
  number: fc.nat({ max: 2 }),
});
type Action = typeof action extends fc.Arbitrary<infer Value> ? Value : never;

/** One ledger with two processes, and what they hold in their hands. */
interface Side {
  readonly processes: readonly [Both, Both];
  readonly bucket: BucketTarget;
  readonly ids: string[];
  readonly leases: (Lease | undefined)[];
}

/** Carries an action out; answers what the caller is told. */
async function act(
  { processes, bucket, leases }: Side,
  { kind, process, aspect, number }: Action,
): Promise<unknown> {
  const ledger = processes[process] ?? processes[0];
  const at = moments[number] ?? '';
  const standing: Incident | undefined = (await all(ledger.episodes(bucket, aspect)))[0];
  const transition = { at, outcome: 'reverted', note: `note ${number}` } as const;
  switch (kind) {
    case 'tag': {
      const { tags } = await ledger.recall(bucket);
      return ledger.noteTags(bucket, { team: `t${number}`, cost: null }, process === 0 ? tags : undefined);
    }
    case 'open':
      return (await ledger.open(draftOf(bucket, { aspect, detectedAt: at }))).opened;
    case 'close':
      return (
        standing &&
        ledger.change(standing, { status: 'closed', outcome: 'reverted', closedAt: at, transition })
      );
    case 'look':
      return (
        standing &&
        ledger.change(standing, { looks: number, severity: severities.toReversed()[number] ?? 'low' })
      );
    case 'tell': {
      const notification = { id: `n-${number}`, kind: 'opened', at } as const;
      return standing && ledger.change(standing, { transition, notification });
    }
    case 'deliver':
      return standing && ledger.delivered(standing, `n-${number}`);
    case 'record':
      return ledger.record(auditOf(bucket, { aspect, incident: 'of audit', content: { number } }));
    case 'explain':
      return standing && ledger.explain(standing, eventOf(`e-${number}`));
    case 'mark':
      return ledger
        .markHead(bucket, aspect, {
          repaired: { at, before: `${number}` },
          fence: number,
          ...(number === 0 ? {} : { stage: { found: { number }, interims: [null] } }),
        })
        .then(
          () => 'marked',
          (error: Error) => error.name,
        );
    case 'count':
      return ledger.count(bucket.name, (tally) =>
        number === 0 ? undefined : { ...tally, reverts: { ...tally.reverts, [aspect]: number } },
      );
    case 'forget':
      return ledger.markHead(bucket, aspect, { stage: null });
    case 'good':
      await ledger.rememberGood(bucket, aspect, { at, state: { number } });
      return ledger.sawGood(bucket, at, new Map([[aspect, `digest ${number}`]]));
    case 'know':
      return ledger.know(bucket, at, number === 1 ? 'catalogue' : undefined);
    case 'lease': {
      const grant = await ledger.acquire(bucket, 'holder', 1_000);
      if (grant.kind === 'granted') leases[process] = grant.lease;
      return grant.kind === 'granted' ? grant.lease.fence : grant.forMs;
    }
    case 'renew': {
      const lease = leases[process];
      return lease && ledger.renew(lease, 1_000 * (number + 1));
    }
    case 'release': {
      const lease = leases[process];
      return lease && ledger.release(lease);
    }
    case 'waive':
      return ledger.waive(waiverOf(bucket, { aspect, state: `state ${process}`, expires: at }));
    case 'waived':
      return ledger.noteWaived(bucket, `waiver ${process}`, at, number === 1);
    case 'event':
      return ledger.noteEvent(bucket, eventOf(`e-${number}`, { at }));
  }
}

/** All that can be asked, with ids by their order. Versions count writes, which may differ. */
async function told({ processes: [ledger], bucket, ids }: Side, answer: unknown): Promise<unknown> {
  const memory = await ledger.recall(bucket);
  const episodes = [
    ...(await all(ledger.episodes(bucket, 'encryption'))),
    ...(await all(ledger.episodes(bucket, 'acl'))),
  ];
  for (const { id } of episodes.toReversed()) if (!ids.includes(id)) ids.push(id);
  const state = {
    answer: answer ?? null,
    known: memory.knownSince ?? null,
    born: memory.born,
    sightings: Object.fromEntries([...memory.sightings].sort()),
    heads: [...memory.heads].sort().filter(([, { version }]) => version > 0),
    open: Object.fromEntries([...memory.open].sort()),
    episodes,
    audit: await all(ledger.audit(bucket, 'encryption')),
    good: (await ledger.goodState(bucket, 'encryption')) ?? null,
    waivers: memory.waivers,
    granted: await all(ledger.granted(moments[0] ?? '')),
    use: await ledger.waiverUse(bucket, 'waiver 0'),
    timeline: await all(ledger.timeline({ target: bucket }, '2026', '2027')),
  };
  return JSON.parse(
    JSON.stringify(state, (name, value: unknown) => {
      if (name === 'version' || name === 'name' || name === 'hash' || name === 'previous') return 'any';
      return typeof value === 'string' && ids.includes(value) ? `id ${ids.indexOf(value)}` : value;
    }),
  );
}

const db = database();

/** Two processes over the model of a table on which simulations keep the real ledger. */
function overTable(): readonly [Both, Both] {
  const table = new Table();
  const rows: Rows = {
    get: async (key) => table.get(key),
    put: async (row, condition) => table.put(row, condition),
    update: async (key, change) => table.update(key, change),
    delete: async (key, condition) => table.delete(key, condition),
    async *query(range) {
      yield* table.query(range);
    },
    async *keys() {},
    batch: async (keys) => table.batch(keys),
  };
  const process = (seed: number): Both =>
    ledgerOver(rows, { clock: db.clock, random: seeded(seed), controller: 'snapback test' });
  return [process(1), process(2)];
}

const models: Readonly<Record<string, () => readonly [Both, Both]>> = {
  'the ledger in memory': () => {
    const memory = new MemoryLedger(db.clock);
    return [memory.as(new Life()), memory.as(new Life())];
  },
  'the ledger over a table in memory': overTable,
};

it.each(Object.entries(models))(
  '%s answers as the one in DynamoDB does',
  { timeout: 60_000 },
  async (_, made) => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 25 }), async (actions) => {
        const bucket = newBucket();
        const model: Side = { processes: made(), bucket, ids: [], leases: [] };
        const table = await db.newTable();
        const real: Side = {
          processes: [db.process({ table }).ledger, db.process({ table }).ledger],
          bucket,
          ids: [],
          leases: [],
        };
        for (const [index, one] of actions.entries()) {
          const answers = [await act(model, one), await act(real, one)];
          const [expected, found] = [await told(real, answers[1]), await told(model, answers[0])];
          expect([index, one.kind, found]).toEqual([index, one.kind, expected]);
          db.clock.move(400);
        }
      }),
      { numRuns: 12 },
    );
  },
);
