import { expect, it } from 'vitest';
import { TerminalError } from '../../controller/domain/errors.js';
import type { Step } from '../../controller/domain/plan.js';
import { ordered } from '../../controller/engine/order.js';

const step = (name: string, ...after: readonly string[]): Step => ({
  id: `${name}.put`,
  aspect: name,
  service: 's3',
  operation: 'PutIt',
  input: {},
  effect: 'restore',
  after: after.map((other) => `${other}.put`),
});
const [hen, egg, pan, lid] = [step('hen', 'egg'), step('egg', 'hen'), step('pan', 'lid'), step('lid')];
const idsOf = (...steps: readonly Step[]): readonly string[] => ordered(steps).map(({ id }) => id);

it('refuses steps that wait for each other, and names them', () => {
  expect(() => ordered([hen, egg])).toThrow(TerminalError);
  expect(() => ordered([hen, egg])).toThrow('These steps wait for each other: hen.put, egg.put');
});

it('puts a step after the one that it waits for, and lets none wait for a step that is not in the plan', () => {
  expect(idsOf(pan, lid, hen)).toEqual(['lid.put', 'pan.put', 'hen.put']);
  expect(idsOf(egg)).toEqual(['egg.put']);
});

it('closes before everything else and opens last', () => {
  const [opens, closes] = [{ ...lid, effect: 'open' } as const, { ...hen, effect: 'close' } as const];
  expect(idsOf(opens, step('pan'), closes)).toEqual(['hen.put', 'pan.put', 'lid.put']);
});
