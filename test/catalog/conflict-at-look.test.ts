import { expect, it } from 'vitest';
import type { Demand, Place } from '../../controller/catalog/baseline.js';
import { conflicts, type Selecting } from '../../controller/catalog/conflicts.js';
import { verdictOn } from '../../controller/catalog/effective.js';
import { globList } from '../../controller/catalog/glob.js';
import { bucket } from './loading.js';

const place: Place = {
  source: 'it.yaml:1',
  problem: (message, fix) => ({ file: 'it.yaml', line: 1, col: 1, message, fix, frame: '' }),
};
const selecting = (name: string, glob: string, open: boolean): Selecting => ({
  name,
  kind: 'bucket',
  own: new Set(['door']),
  ancestors: [],
  place,
  select: { place, buckets: globList([glob]) },
  labels: {},
  aspects: new Map<string, Demand>([['door', { desired: { kind: 'value', value: { open } }, place }]]),
  reopen: new Map(),
});
const pair = [selecting('one', 'a*', true), selecting('two', '*z', false)];

it('answers a conflict, and no baseline, where the proof at load time ran out of budget', () => {
  expect(conflicts(pair, { left: 5 })).toEqual([]);
  expect(verdictOn({ baselines: pair, aspects: new Map(), mode: 'auto-revert' }, bucket('a-z'))).toEqual({
    kind: 'conflict',
    baselines: ['one', 'two'],
    message: expect.stringContaining('one and two contradict each other in door'),
  });
});

it('finds the same conflict at load time with enough of it', () => {
  expect(conflicts(pair, { left: 10_000 })).toHaveLength(1);
});
