import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditHash } from '../../controller/store/audit-chain.js';
import { defaultLimits, documentsIn } from '../../controller/store/documents.js';
import { followAudit } from '../../controller/store/heads.js';
import { rowsOf } from '../../controller/store/rows.js';
import { all, database, type Process } from './database.js';
import { auditOf, draftOf, eventOf, newBucket } from './samples.js';

/** One thing that somebody does, in one of two processes; `dieAt` cuts the first try off. */
const action = fc.record({
  kind: fc.constantFrom('open', 'close', 'look', 'record', 'explain', 'recall'),
  process: fc.nat({ max: 1 }),
  event: fc.constantFrom('e-1', 'e-2', 'e-3'),
  dieAt: fc.nat({ max: 6 }),
  reaches: fc.boolean(),
});

describe('several processes on one target', () => {
  const db = database();

  it('opens exactly one episode, whoever asks, however many', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 6 }), async (count) => {
        const bucket = newBucket();
        const processes = Array.from({ length: count }, () => db.process());
        const opened = await Promise.all(
          processes.map(({ ledger }, looks) => ledger.open(draftOf(bucket, { looks }))),
        );
        expect(opened.filter((one) => one.opened)).toHaveLength(1);
        expect(new Set(opened.map(({ incident }) => incident.id)).size).toBe(1);
        const head = (await db.process().ledger.recall(bucket)).heads.get('encryption');
        expect(head?.open).toBe(opened[0]?.incident.id);
        const [first] = processes;
        const episodes = first ? await all(first.ledger.episodes(bucket, 'encryption')) : [];
        expect(episodes.map(({ episode }) => episode)).toEqual([1]);
      }),
      { numRuns: 6 },
    );
  });

  it('chains audit rows without a gap, whoever appends', async () => {
    const bucket = newBucket();
    const processes = [db.process(), db.process(), db.process()];
    const drafts = Array.from({ length: 18 }, (_, number) => auditOf(bucket, { content: { number } }));
    const recorded = await Promise.all(
      drafts.map((draft, index) => processes[index % processes.length]?.ledger.record(draft)),
    );
    const { ledger } = db.process();
    const chain = await all(ledger.audit(bucket, 'encryption'));
    expect(chain.map(({ seq }) => seq)).toEqual(drafts.map((_, index) => index + 1));
    expect(chain.map(({ previous }) => previous)).toEqual(['', ...chain.slice(0, -1).map(auditHash)]);
    expect([...recorded].sort((a, b) => (a?.seq ?? 0) - (b?.seq ?? 0))).toEqual(chain);
    const last = chain.at(-1);
    const head = (await ledger.recall(bucket)).heads.get('encryption');
    expect(head).toMatchObject({ seq: 18, hash: last && auditHash(last) });
  });

  it('never moves a head back along the chain', async () => {
    const { ledger, client, table } = db.process();
    const rows = rowsOf(client, table);
    const store = { rows, documents: documentsIn(rows, defaultLimits), clock: db.clock, random: () => 0 };
    const bucket = newBucket();
    await followAudit(store, bucket, 'acl', { seq: 2, hash: 'second' });
    await followAudit(store, bucket, 'acl', { seq: 1, hash: 'first' });
    expect((await ledger.recall(bucket)).heads.get('acl')).toMatchObject({ seq: 2, hash: 'second' });
  });

  it('loses no change and no event when all write to one incident', async () => {
    const { ledger } = db.process();
    const { incident } = await ledger.open(draftOf(newBucket(), { transitions: [], outbox: [] }));
    const writers = Array.from({ length: 6 }, (_, number) => ({ process: db.process(), number }));
    await Promise.all(
      writers.flatMap(({ process, number }) => [
        process.ledger.change(incident, {
          transition: { at: incident.detectedAt, outcome: 'failed', note: `${number}` },
        }),
        process.ledger.explain(incident, eventOf(`e-${number}`)),
      ]),
    );
    const newest = (await ledger.recall(incident.target)).open.get('encryption');
    expect(newest?.transitions.map(({ note }) => note).sort()).toEqual(['0', '1', '2', '3', '4', '5']);
    expect(newest?.explains).toEqual(['e-0', 'e-1', 'e-2', 'e-3', 'e-4', 'e-5']);
  });

  it('gives an event that two incidents want to one of them', async () => {
    const { ledger } = db.process();
    const bucket = newBucket();
    const aspects = ['acl', 'encryption', 'versioning'];
    const opened = await Promise.all(aspects.map((aspect) => ledger.open(draftOf(bucket, { aspect }))));
    const won = await Promise.all(
      opened.map(({ incident }) => db.process().ledger.explain(incident, eventOf('e-1'))),
    );
    expect(won.filter((mine) => mine)).toHaveLength(1);
    const { open } = await ledger.recall(bucket);
    expect(aspects.map((aspect) => open.get(aspect)?.explains.length)).toEqual(won.map(Number));
  });

  it('ends as a ledger without crashes would, whatever is cut off and done again by whom', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 3, maxLength: 9 }), async (actions) => {
        const bucket = newBucket();
        const processes: readonly [Process, Process] = [db.process(), db.process()];
        const model = { episodes: 0, open: false, looks: 0, rows: 0, owner: new Map<string, number>() };
        for (const [step, { kind, process, event, dieAt, reaches }] of actions.entries()) {
          const run = async ({ ledger }: Process): Promise<unknown> => {
            if (kind === 'open') return ledger.open(draftOf(bucket));
            if (kind === 'record') return ledger.record(auditOf(bucket, { content: { step } }));
            const [newest] = await all(ledger.episodes(bucket, 'encryption'));
            if (kind === 'recall' || newest === undefined) return ledger.recall(bucket);
            if (kind === 'explain') return ledger.explain(newest, eventOf(event));
            return ledger.change(newest, kind === 'close' ? { status: 'closed' } : { looks: step + 10 });
          };
          const other = processes[process === 0 ? 1 : 0];
          const first = processes[process === 0 ? 0 : 1];
          Object.assign(first.fault, { sent: 0, dieAt, reaches });
          const died = await run(first).then(
            () => false,
            (error: Error) => error.name === 'CrashError',
          );
          Object.assign(first.fault, { dieAt: 0 });
          if (died) await run(other);
          if (kind === 'open' && !model.open)
            Object.assign(model, { open: true, episodes: model.episodes + 1, looks: 1 });
          if (kind === 'record') model.rows += 1;
          if (model.episodes === 0) continue;
          if (kind === 'explain' && !model.owner.has(event)) model.owner.set(event, model.episodes);
          if (kind === 'look') model.looks = step + 10;
          if (kind === 'close') model.open = false;
        }
        const { ledger } = db.process();
        const memory = await ledger.recall(bucket);
        const episodes = (await all(ledger.episodes(bucket, 'encryption'))).reverse();
        const chain = await all(ledger.audit(bucket, 'encryption'));
        expect(memory.open.has('encryption')).toBe(model.open);
        expect(episodes.map(({ episode }) => episode)).toEqual(episodes.map((_, index) => index + 1));
        expect(episodes).toHaveLength(model.episodes);
        expect(episodes.at(-1)?.looks ?? 0).toBe(model.looks);
        expect(chain.map(({ seq }) => seq)).toEqual(
          Array.from({ length: model.rows }, (_, index) => index + 1),
        );
        expect(chain.map(({ previous }) => previous)).toEqual(
          ['', ...chain.map(auditHash)].slice(0, chain.length),
        );
        const owners = episodes.flatMap(({ episode, explains }) =>
          explains.map((id) => [id, episode] as const),
        );
        expect(owners).toHaveLength(model.owner.size);
        expect(new Map(owners)).toEqual(model.owner);
        const head = memory.heads.get('encryption');
        expect([head?.episodes ?? 0, head?.seq ?? 0]).toEqual([model.episodes, model.rows]);
      }),
      { numRuns: 15 },
    );
  });
});
