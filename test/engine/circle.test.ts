import { expect, it, vi } from 'vitest';
import type { Difference } from '../../controller/domain/difference.js';
import { TerminalError } from '../../controller/domain/errors.js';
import type { Step } from '../../controller/domain/plan.js';
import { plan } from '../../controller/engine/plan.js';
import { baselineOf } from './world.js';

const waits: Readonly<Record<string, readonly string[]>> = {
  hen: ['egg.put'],
  egg: ['hen.put'],
  pan: ['lid.put'],
};

// No aspect of the registry waits in a circle, so these stand in for two that do, and one that waits for nobody.
vi.mock('../../controller/aspects/index.js', () => ({
  aspectNamed: (name: string) => ({ name, needs: [], owns: [], write: () => [stepOf(name)] }),
}));

const stepOf = (name: string): Step => ({
  id: `${name}.put`,
  aspect: name,
  service: 's3',
  operation: 'PutIt',
  input: {},
  effect: 'restore',
  after: waits[name] ?? [],
});

const planned = (...names: readonly string[]): readonly string[] => {
  const absent = { kind: 'absent' } as const;
  const differences = names.map(
    (aspect): Difference => ({ aspect, desired: absent, observed: absent, fields: [], cause: 'drift' }),
  );
  const seen = new Map(names.map((name) => [name, absent]));
  const baseline = baselineOf(Object.fromEntries(names.map((name) => [name, null])));
  return plan(
    baseline,
    { seen, unfinished: new Map(), cutShort: new Set() },
    differences,
    () => true,
  ).steps.map(({ id }) => id);
};

it('refuses steps that wait for each other, and names them', () => {
  expect(() => planned('hen', 'egg')).toThrow(TerminalError);
  expect(() => planned('hen', 'egg')).toThrow('These steps wait for each other: hen.put, egg.put');
});

it('puts a step after the one that it waits for, and lets none wait for a step that is not in the plan', () => {
  expect(planned('pan', 'lid', 'hen')).toEqual(['lid.put', 'pan.put', 'hen.put']);
  expect(planned('egg')).toEqual(['egg.put']);
});
