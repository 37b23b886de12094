import { expect, it } from 'vitest';
import { targetName } from '../../controller/domain/target.js';
import { Waiters } from '../../controller/runtime/waiters.js';
import { Account, minute, scanning } from './scanning.js';

it('another catalogue is a reason to look at once, and at what it lets go of too; a scan later is a scan', async () => {
  const changes = new Waiters<void>();
  const catalogue = {
    generation: 'one',
    changed: (signal: AbortSignal): Promise<void> => changes.wait(signal),
  };
  const { clock, looks, stop, ended } = scanning({
    listing: new Account(['chosen', 'let-go']),
    isSelected: (target) => targetName(target) === 'chosen',
    catalogue,
  });
  const taken = (): readonly string[] =>
    looks.splice(0).map(({ target, signals }) => `${signals[0]?.kind} ${targetName(target)}`);
  await clock.advance(minute);
  expect(taken()).toEqual(['scan chosen']);

  catalogue.generation = 'two';
  changes.serve();
  await clock.advance(1_000);
  expect(taken().toSorted()).toEqual([
    'catalogue account 111122223333',
    'catalogue chosen',
    'catalogue let-go',
  ]);

  await clock.advance(17 * minute);
  expect(taken()).toEqual(['scan chosen']);
  stop.abort();
  await ended;
  expect(clock.sleeping).toBe(0);
});
