import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Attack, attacksOn } from './attacks.js';
import { Meddler } from './meddler.js';
import { partitionOf, SealedTable } from './sealed-table.js';

const name = 'data-orders';
const target = partitionOf(name);

/** A table with a chain of so many rows, sealed after each quarter, and a few short ones. */
async function sealedTable(size: number): Promise<SealedTable> {
  const table = new SealedTable();
  for (let from = 1; from <= size; from += size / 4) {
    await table.record(name, from, size / 4);
    await table.record(`other-${from}`, 1, 3);
    await table.seal();
  }
  return table;
}

/** Does it, and finds it where it is, told as what it is and not as if everything were wrong. */
async function isFound(whole: SealedTable, attack: Attack, at: number): Promise<void> {
  const table = whole.copy();
  await attack.run(new Meddler(table.rows, target), at);
  const { faults } = await table.verify();
  const [from, to] = attack.found(at);
  const hits = faults.filter(
    ({ chain, seq = 0, kind }) =>
      chain?.target === target &&
      chain.aspect === 'encryption' &&
      from <= seq &&
      seq <= to &&
      (attack.kind ?? kind) === kind,
  );
  expect(hits, JSON.stringify({ at, from, to, faults: faults.slice(0, 5) })).not.toEqual([]);
  expect(faults.length).toBeLessThanOrEqual(4);
}

const placeIn = (size: number) =>
  fc.oneof(fc.constantFrom(1, 2, size - 1, size), fc.integer({ min: 1, max: size }));

describe('an audit of 10,000 rows', () => {
  const size = 10_000;
  let whole: SealedTable;
  beforeAll(async () => {
    whole = await sealedTable(size);
  }, 60_000);

  it('is found whole where nobody touched it', async () => {
    expect(await whole.verify()).toMatchObject({
      faults: [],
      rows: size + 12,
      chains: 5,
      unsealed: 0,
      beyondHead: 0,
      newest: { number: 4 },
    });
  });

  it('shows whatever is done to it, wherever it is', async () => {
    const attack = fc.constantFrom(...Object.entries(attacksOn(size)));
    await fc.assert(
      fc.asyncProperty(attack, placeIn(size), async ([, one], at) => isFound(whole, one, at)),
      { numRuns: 6 },
    );
  });

  it('that is written anew as a whole looks whole to whoever has no seals', async () => {
    const table = whole.copy();
    await new Meddler(table.rows, target).recompute(1, size, { incident: 'inc-innocent' });
    expect((await table.verify(false)).faults).toEqual([]);
    expect((await table.verify()).faults).toMatchObject([{ kind: 'rewritten', seq: size / 4 }]);
  });
});

describe('a shorter audit', () => {
  const size = 400;
  let whole: SealedTable;
  beforeAll(async () => {
    whole = await sealedTable(size);
  });

  it.each(Object.entries(attacksOn(size)))('shows %s, and says where', async (_name, attack) => {
    await fc.assert(
      fc.asyncProperty(placeIn(size), async (at) => isFound(whole, attack, at)),
      { numRuns: 10 },
    );
  });

  it('vouches by the chain alone for what came behind the newest seal, and says how much that is', async () => {
    const table = whole.copy();
    await table.record(name, size + 1, 7);
    expect(await table.verify()).toMatchObject({ faults: [], unsealed: 7, beyondHead: 0 });
    const meddler = new Meddler(table.rows, target);
    await meddler.recompute(size + 1, size + 7, { fence: -1 });
    expect(await table.verify()).toMatchObject({ faults: [], unsealed: 7 });
    await meddler.recompute(size, size + 7, { fence: -1 });
    expect((await table.verify()).faults).toMatchObject([{ kind: 'rewritten', seq: size }]);
  });

  it('tells how many rows no head knows', async () => {
    const table = whole.copy();
    await table.record(name, size + 1, 1);
    new Meddler(table.rows, target).setHead(
      size,
      whole.rows.at(new Meddler(whole.rows, target).headKey)?.['hash'],
    );
    expect(await table.verify()).toMatchObject({ faults: [], beyondHead: 1 });
  });

  it('shows a chain whose head is gone, and a chain that nobody ever opened', async () => {
    const table = whole.copy();
    table.rows.drop(new Meddler(table.rows, target).headKey);
    new Meddler(table.rows, 'nowhere').put(1, new Meddler(table.rows, target).row(1));
    const { faults } = await table.verify();
    expect(faults).toContainEqual(
      expect.objectContaining({ kind: 'head', chain: { target, aspect: 'encryption' } }),
    );
    expect(faults).toContainEqual(
      expect.objectContaining({ kind: 'moved', chain: { target: 'nowhere', aspect: 'encryption' } }),
    );
  });

  it('is not sealed on where it was changed, and everything else is', async () => {
    const table = whole.copy();
    await table.record(name, size + 1, 2);
    await table.record('other-1', 4, 2);
    await new Meddler(table.rows, target).recompute(size, size + 2, { fence: -1 });
    expect(await table.seal()).toMatchObject({
      seal: { number: 5, chains: 1 },
      faults: [{ kind: 'rewritten', seq: size, chain: { target } }],
    });
    expect((await table.verify()).faults).toMatchObject([{ kind: 'rewritten', seq: size }]);
  });
});
