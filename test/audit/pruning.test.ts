import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exportAudit, readExport } from '../../controller/audit/exporting.js';
import { type Pruned, pruneAudit } from '../../controller/audit/pruning.js';
import type { AuditTrail } from '../../controller/domain/audit-trail.js';
import type { SealPlace } from '../../controller/domain/seal.js';
import { auditTrailIn } from '../../controller/store/audit-trail.js';
import { Meddler } from './meddler.js';
import { partitionOf, SealedTable } from './sealed-table.js';

const [early, late] = ['2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z'];
const target = partitionOf('data');

async function* linesOf(texts: readonly string[]): AsyncGenerator<string> {
  yield* texts;
}

async function exported(table: SealedTable, until = '2027'): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const found of exportAudit(auditTrailIn(table.rows), { until })) {
    if ('fault' in found) throw new Error(found.fault.what);
    lines.push(found.line);
  }
  return lines;
}

/** 60 rows of one bucket, half of them old, and 6 old ones of another; all sealed. */
async function aged(): Promise<SealedTable> {
  const table = new SealedTable();
  await table.record('data', 1, 30, { at: early });
  await table.record('data', 31, 30, { at: late });
  await table.record('other', 1, 6, { at: early });
  await table.seal();
  return table;
}

const prune = async (table: SealedTable, lines: readonly string[], before = late): Promise<Pruned> => {
  const sealing = table.sealing();
  return pruneAudit(sealing, before, await readExport(sealing.trail, linesOf(lines)));
};

const left = async (table: SealedTable, of = target): Promise<readonly number[]> => {
  const numbers: number[] = [];
  for await (const { seq = -1 } of auditTrailIn(table.rows).rows({ target: of, aspect: 'encryption' }, 1))
    numbers.push(seq);
  return numbers;
};

/** The table and its seals as somebody reaches them who dies at the write of this number, before or after its effect. */
function dying(table: SealedTable, dieAt: number, reaches: boolean) {
  let writes = 0;
  const dies = async <T>(write: () => Promise<T>): Promise<T> => {
    writes += 1;
    if (writes < dieAt) return write();
    if (writes === dieAt && reaches) await write();
    throw new Error('died');
  };
  const { trail, place, ...others } = table.sealing();
  const mortal: AuditTrail = {
    ...trail,
    remove: (chain, point) => dies(() => trail.remove(chain, point)),
    noteSeal: (seal) => dies(() => trail.noteSeal(seal)),
  };
  const shelf: SealPlace = {
    numbers: () => place.numbers(),
    read: (number) => place.read(number),
    put: (number, text) => dies(() => place.put(number, text)),
  };
  return { ...others, trail: mortal, place: shelf };
}

describe('old rows', () => {
  it('go once they are exported and sealed, and the chain is whole behind the cut', async () => {
    const table = await aged();
    const lines = await exported(table, late);
    expect(lines).toHaveLength(36);
    expect(await prune(table, lines)).toEqual({ faults: [], notExported: [], deleted: 32 });
    expect([(await left(table))[0], (await left(table)).length]).toEqual([31, 30]);
    // The last four stay, whatever their age.
    expect(await left(table, partitionOf('other'))).toEqual([3, 4, 5, 6]);
    expect(await table.verify()).toMatchObject({ faults: [], rows: 34, unsealed: 0, newest: { number: 2 } });
    await table.record('data', 61, 5);
    expect(await table.seal()).toMatchObject({ seal: { number: 3, chains: 1 }, faults: [] });
    expect((await table.verify()).faults).toEqual([]);
    expect(await prune(table, lines)).toEqual({ faults: [], notExported: [], deleted: 0 });
  });

  it('stay where they are not in the export, or not sealed, or not old enough', async () => {
    const table = await aged();
    const lines = await exported(table, late);
    expect(await prune(table, lines.slice(1))).toMatchObject({
      notExported: [{ target, aspect: 'encryption', seq: 1 }],
      deleted: 0,
    });
    expect(await prune(table, lines, '2025')).toMatchObject({ deleted: 0 });
    const fresh = new SealedTable();
    await fresh.record('data', 1, 10, { at: early });
    await fresh.seal();
    await fresh.record('data', 11, 10, { at: early });
    expect(await prune(fresh, await exported(fresh))).toMatchObject({ deleted: 6 });
    expect((await table.place.numbers()).length).toBe(1);
  });

  it('stay where anything is wrong with the audit, or with the export', async () => {
    const table = await aged();
    const lines = await exported(table, late);
    new Meddler(table.rows, target).drop(5);
    expect(await prune(table, lines)).toMatchObject({ faults: [{ kind: 'missing', seq: 5 }], deleted: 0 });
    const whole = await aged();
    const forged = lines.map((line, index) => (index === 3 ? line.replace('"fence":4', '"fence":5') : line));
    await expect(prune(whole, forged)).rejects.toThrow(/^line 4 was changed/);
    await expect(prune(whole, ['nonsense'])).rejects.toThrow(/^line 1 is no row/);
    expect((await left(whole)).length).toBe(60);
  });

  it('are gone in the end wherever it dies, and at no moment does it look like an attack', async () => {
    const whole = await aged();
    const lines = await exported(whole, late);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 34 }), fc.boolean(), async (dieAt, reaches) => {
        const table = whole.copy();
        const mortal = dying(table, dieAt, reaches);
        const content = await readExport(mortal.trail, linesOf(lines));
        await expect(pruneAudit(mortal, late, content)).rejects.toThrow('died');
        expect((await table.verify()).faults).toEqual([]);
        await table.record('data', 61, 1);
        expect((await prune(table, lines)).faults).toEqual([]);
        expect((await left(table))[0]).toBe(31);
        expect((await table.verify()).faults).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('that are gone beyond the cut are missed, and none can be put in their place', async () => {
    const table = await aged();
    await prune(table, await exported(table, late));
    const beyond = table.copy();
    new Meddler(beyond.rows, target).drop(31);
    expect((await beyond.verify()).faults).toMatchObject([{ kind: 'missing', seq: 31 }]);
    const unsigned = table.copy();
    unsigned.place.texts.delete(2);
    expect((await unsigned.verify()).faults.map(({ kind }) => kind)).toContain('missing');
    const forged = table.copy();
    const meddler = new Meddler(forged.rows, target);
    meddler.put(30, await meddler.rehashed(meddler.row(31), { seq: 30, previous: 'x' }));
    expect((await forged.verify()).faults).toContainEqual(
      expect.objectContaining({ kind: 'rewritten', seq: 30 }),
    );
  });
});
