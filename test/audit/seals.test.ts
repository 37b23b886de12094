import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sealFolder } from '../../controller/audit/seal-folder.js';
import { fileSigner, fileVerifier } from '../../controller/audit/seal-keys.js';
import { readSeal, sealHash, sealText } from '../../controller/audit/seal-text.js';
import type { Seal } from '../../controller/domain/seal.js';
import { keyPair } from './keys.js';
import { MemoryPlace, SealedTable, table as tableName } from './sealed-table.js';

const [own, foreign] = [keyPair(), keyPair()];
const signer = fileSigner('seal.pem', own.privatePem);
const verifier = fileVerifier('seal.pub.pem', own.publicPem);
const seal: Seal = {
  number: 1,
  previous: '',
  at: '2026-03-01T10:00:00.000Z',
  table: 'ledger',
  chains: [
    { target: 'aws/111122223333/bucket/a', aspect: 'acl', seq: 7, hash: 'a'.repeat(64) },
    { target: 'b', aspect: 'acl', seq: 9, hash: 'b', cut: { seq: 2, hash: 'c' } },
  ],
};

describe('the text of a seal', () => {
  it('is read as it was written by whoever trusts the key', async () => {
    expect(readSeal(await sealText(seal, signer), verifier)).toEqual(seal);
    const nobody: Seal = { ...seal, chains: [] };
    expect(readSeal(await sealText(nobody, signer), verifier)).toEqual(nobody);
  });

  it('is refused if any byte of it is another one', async () => {
    const text = await sealText(seal, signer);
    for (let at = 0; at < text.length; at += 1) {
      const forged = `${text.slice(0, at)}${text[at] === 'x' ? 'y' : 'x'}${text.slice(at + 1)}`;
      expect(readSeal(forged, verifier), `byte ${at}`).toHaveProperty('fault');
    }
  });

  it('is refused if it is cut anywhere, or signed by somebody else', async () => {
    const text = await sealText(seal, signer);
    for (let end = 0; end < text.length; end += 1)
      expect(readSeal(text.slice(0, end), verifier), `cut at ${end}`).toHaveProperty('fault');
    const forged = await sealText(seal, fileSigner('seal.pem', foreign.privatePem));
    expect(readSeal(forged, verifier)).toEqual({
      fault: expect.stringContaining('not signed with a key that is trusted'),
    });
    expect(readSeal(forged, fileVerifier('both', own.publicPem + foreign.publicPem))).toEqual(seal);
  });

  it('needs keys of the one kind', () => {
    expect(() => fileSigner('seal.pem', own.publicPem)).toThrow(/seal\.pem holds no key in PEM\. Make one/);
    expect(() => fileVerifier('x', 'nothing')).toThrow(/x holds no key/);
  });
});

describe('a folder of seals', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'snapback-seals-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('keeps each number once, whoever is first, and reads what is whole', async () => {
    const place = sealFolder(join(folder, 'deep', 'seals'));
    expect(await place.numbers()).toEqual([]);
    const both = await Promise.all([
      place.put(1, 'one\n'),
      sealFolder(join(folder, 'deep', 'seals')).put(1, 'two\n'),
    ]);
    expect([...both].sort()).toEqual([false, true]);
    expect(await place.read(1)).toBe(both[0] ? 'one\n' : 'two\n');
    expect(await place.put(12, 'twelve\n')).toBe(true);
    await writeFile(join(folder, 'deep', 'seals', 'notes.txt'), 'mine');
    expect(await place.numbers()).toEqual([1, 12]);
    expect((await readdir(join(folder, 'deep', 'seals'))).sort()).toEqual([
      '0000000001.jsonl',
      '0000000012.jsonl',
      'notes.txt',
    ]);
  });
});

describe('the seals of a table', () => {
  const sealed = async (): Promise<SealedTable> => {
    const table = new SealedTable();
    for (const from of [1, 4, 7]) {
      await table.record('data', from, 3);
      await table.seal();
    }
    return table;
  };
  const faultsOf = async (table: SealedTable) => (await table.verify()).faults;

  it('follow each other, and none is written where nothing moved', async () => {
    const table = await sealed();
    expect(await table.seal()).toEqual({ faults: [] });
    expect(await table.place.numbers()).toEqual([1, 2, 3]);
    expect(await faultsOf(table)).toEqual([]);
  });

  it('are missed wherever one is gone', async () => {
    for (const gone of [1, 2, 3]) {
      const table = await sealed();
      table.place.texts.delete(gone);
      expect(await faultsOf(table)).toContainEqual(expect.objectContaining({ kind: 'seal', seq: gone }));
    }
    expect(await faultsOf(new SealedTable())).toMatchObject([{ kind: 'seal', what: 'there is no seal' }]);
  });

  it('are not believed where one was written by somebody else, or took the place of another', async () => {
    for (const at of [1, 2, 3]) {
      const table = await sealed();
      const forger = fileSigner('f', foreign.privatePem);
      table.place.texts.set(at, await sealText({ ...seal, number: at }, forger));
      expect(await faultsOf(table)).toContainEqual(
        expect.objectContaining({ kind: 'seal', seq: at, what: expect.stringContaining('not signed') }),
      );
    }
    const table = await sealed();
    table.place.texts.set(2, await table.place.read(1));
    expect(await faultsOf(table)).toContainEqual({ kind: 'seal', seq: 2, what: 'it was written as seal 1' });
  });

  it('of another history, though signed with the right key, do not follow', async () => {
    const table = await sealed();
    const other = new SealedTable(undefined, new MemoryPlace(), table.keys);
    for (const from of [1, 2]) {
      await other.record('data', from, 1, { incident: 'inc-9' });
      await other.seal();
    }
    table.place.texts.set(2, await other.place.read(2));
    const what = (await faultsOf(table)).map((fault) => fault.what);
    expect(what).toContain('it was written behind another seal 1');
    const late = await sealed();
    late.place.texts.set(
      3,
      await sealText(
        {
          ...seal,
          number: 3,
          table: tableName,
          previous: sealHash(await late.place.read(2)),
          chains: [{ target: 'aws/111122223333/bucket/data', aspect: 'encryption', seq: 3, hash: 'x' }],
        },
        fileSigner('k', late.keys.privatePem),
      ),
    );
    expect((await faultsOf(late)).map(({ what: told }) => told).join()).toMatch(/contradicts an older one/);
  });

  it('of another table are refused', async () => {
    const table = await sealed();
    table.place.texts.set(
      3,
      await sealText(
        { ...seal, number: 3, previous: sealHash(await table.place.read(2)) },
        fileSigner('k', table.keys.privatePem),
      ).then((text) => text),
    );
    const strange = await sealText(
      { ...seal, number: 3, table: 'other', previous: '' },
      fileSigner('k', table.keys.privatePem),
    );
    table.place.texts.set(3, strange);
    expect((await faultsOf(table))[0]?.what).toBe(`it is of the table other, not of ${tableName}`);
  });

  it('go on behind a gap, which stays to be seen', async () => {
    const table = await sealed();
    table.place.texts.delete(3);
    await table.record('data', 10, 1);
    expect(await table.seal()).toMatchObject({ seal: { number: 4 } });
    expect(await faultsOf(table)).toEqual([{ kind: 'seal', seq: 3, what: 'it is not there' }]);
  });

  it('are numbered on though somebody wrote nonsense into the table', async () => {
    for (const seq of [Number.NaN, 1e15, -4]) {
      const table = await sealed();
      table.rows.set({ pk: 'audit', sk: 'seal', seq, hash: 'x' });
      await table.record('data', 10, 1);
      expect(await table.seal()).toMatchObject({ seal: { number: 4 }, faults: [] });
    }
  });

  it('are signed by one of several sealers each time, and miss nothing', async () => {
    const table = new SealedTable();
    await table.record('data', 1, 3);
    await table.record('more', 1, 3);
    const results = await Promise.all([table.seal(), table.seal(), table.seal()]);
    expect(results.flatMap(({ seal: one }) => one?.number ?? [])).toEqual([1]);
    expect(await table.verify()).toMatchObject({ faults: [], unsealed: 0, newest: { number: 1 } });
  });
});
