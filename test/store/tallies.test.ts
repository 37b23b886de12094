import { describe, expect, it, vi } from 'vitest';
import { emptyTally, type Tally } from '../../controller/domain/brake.js';
import { ledgerOver } from '../../controller/store/dynamo-ledger.js';
import { FakeClock, settled } from '../fakes/fake-clock.js';
import { MemoryRows } from '../fakes/memory-rows.js';
import { CrashError, database, seeded } from './database.js';

const account = '111122223333';
const minute = '2026-03-01T10:00';
const oneMore = (tally: Tally): Tally => ({
  ...tally,
  reverts: { ...tally.reverts, [minute]: (tally.reverts[minute] ?? 0) + 1 },
});

describe('the tally of an account', () => {
  const db = database();

  it('loses no count, whoever counts at the same time, and is there for the next process', async () => {
    const table = await db.newTable();
    expect(await db.process({ table }).ledger.tally(account)).toEqual(emptyTally);
    const processes = Array.from({ length: 5 }, () => db.process({ table }));
    await Promise.all(
      Array.from({ length: 20 }, (_, number) => processes[number % 5]?.ledger.count(account, oneMore)),
    );
    expect((await db.process({ table }).ledger.tally(account)).reverts).toEqual({ [minute]: 20 });
    expect(await db.process({ table }).ledger.tally('444455556666')).toEqual(emptyTally);
  });

  it('keeps nobody waiting for long behind a write that gets no answer', async () => {
    const clock = new FakeClock();
    const rows = new MemoryRows();
    const put = vi.spyOn(rows, 'put').mockReturnValueOnce(new Promise(() => {}));
    const ledger = ledgerOver(rows, { clock, random: seeded(1), controller: 'snapback test' });
    void ledger.count(account, oneMore);
    void ledger.count(account, oneMore);
    await settled();
    expect(put).toHaveBeenCalledOnce();
    await clock.advance(10_000);
    expect((await ledger.count(account, oneMore)).reverts).toEqual({ [minute]: 1 });
  });

  it('is not written where nothing changes', async () => {
    const { ledger, fault } = db.process({ table: await db.newTable() });
    await ledger.count(account, oneMore);
    fault.operations.length = 0;
    expect((await ledger.count(account, () => undefined)).reverts).toEqual({ [minute]: 1 });
    expect(fault.operations).toEqual(['Get']);
  });

  it('after a crash at any call is counted again at most once more, and never less', async () => {
    for (const dieAt of [1, 2]) {
      for (const reaches of [false, true]) {
        const table = await db.newTable();
        const dying = db.process({ table });
        Object.assign(dying.fault, { dieAt, reaches });
        await expect(dying.ledger.count(account, oneMore)).rejects.toBeInstanceOf(CrashError);
        const { reverts } = await db.process({ table }).ledger.count(account, oneMore);
        expect([dieAt, reaches, reverts[minute]]).toEqual([dieAt, reaches, dieAt === 2 && reaches ? 2 : 1]);
      }
    }
  });
});
