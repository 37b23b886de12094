import { expect, it } from 'vitest';
import { all, database } from './database.js';
import { draftOf, newBucket, waiverOf } from './samples.js';

const db = database();

it('remembers a waiver with its target, and the newer one where the same state is waived again', async () => {
  const bucket = newBucket();
  const { ledger } = db.process();
  expect(await ledger.recall(bucket)).not.toHaveProperty('waivers');
  await ledger.know(bucket, '2026-03-01T09:00:00.000Z');
  await ledger.open(draftOf(bucket));
  const waiver = waiverOf(bucket, { state: 'a' });
  const longer = { ...waiver, expires: '2026-03-02T10:00:00.000Z', reason: 'r'.repeat(400) };
  const other = waiverOf(bucket, { state: 'b' });
  await ledger.waive(waiver);
  await ledger.waive(other);
  await ledger.waive(longer);
  const memory = await ledger.recall(bucket);
  expect(memory.waivers).toEqual([longer, other]);
  expect([memory.knownSince, memory.open.size, memory.heads.size]).toEqual([
    '2026-03-01T09:00:00.000Z',
    1,
    1,
  ]);
  expect(await ledger.recall(newBucket())).not.toHaveProperty('waivers');
});

it('lists the waivers of all targets by their ends, without those that are over', async () => {
  const table = await db.newTable();
  const { ledger } = db.process({ table });
  const ends = ['2026-03-03', '2026-03-01', '2026-03-02'].map((day) => `${day}T10:00:00.000Z`);
  const waivers = ends.map((expires) => waiverOf(newBucket(), { expires }));
  for (const waiver of waivers) await ledger.waive(waiver);
  await ledger.open(draftOf(newBucket()));
  const [last, , middle] = waivers;
  expect(await all(ledger.granted('2026-03-01T10:00:00.000Z'))).toEqual([middle, last]);
  expect(await all(ledger.incidents({ status: 'open' }))).toHaveLength(1);
});

it('counts what a waiver was good for, each on its own target', async () => {
  const bucket = newBucket();
  const { ledger } = db.process();
  expect(await ledger.waiverUse(bucket, 'w')).toBeUndefined();
  await ledger.noteWaived(bucket, 'w', '2026-03-01T10:00:00.000Z', true);
  await ledger.noteWaived(bucket, 'w', '2026-03-01T10:15:00.000Z', false);
  expect(await ledger.waiverUse(bucket, 'w')).toEqual({
    looks: 2,
    incidents: 1,
    first: '2026-03-01T10:00:00.000Z',
    last: '2026-03-01T10:15:00.000Z',
  });
  expect(await ledger.waiverUse(newBucket(), 'w')).toBeUndefined();
});
