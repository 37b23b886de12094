import { describe, expect, it } from 'vitest';
import { abac } from '../../controller/aspects/abac.js';
import { tagging } from '../../controller/aspects/tagging.js';
import type { Json } from '../../controller/domain/json.js';
import type { Desired, Observation } from '../../controller/domain/observation.js';
import { plan } from '../../controller/engine/plan.js';
import { bucket, situationOf } from './access-situation.js';

const on = { Status: 'Enabled' };
const off = { Status: 'Disabled' };
const wrong = { team: 'intruder' };
const right = { team: 'data' };

/** The steps of one plan that repairs what is other than wanted. */
function stepsFor(found: Readonly<Record<string, Json>>, wanted: Readonly<Record<string, Json>>) {
  const demand = (value: Json): Desired => ({ kind: 'value', value });
  const seen = new Map<string, Observation>(
    Object.entries(found).map(([name, state]) => [name, { kind: 'observed', state }]),
  );
  const aspects = new Map(
    Object.entries(wanted).map(([name, value]) => [
      name,
      { desired: demand(value), digest: name, reopen: 'propose' as const, source: 'b.yaml:1' },
    ]),
  );
  const differences = Object.entries(wanted).flatMap(([aspect, value]) => {
    const observed = seen.get(aspect);
    const differs = JSON.stringify(found[aspect]) !== JSON.stringify(value);
    return observed?.kind === 'observed' && differs
      ? [{ aspect, desired: demand(value), observed, fields: [], cause: 'drift' as const }]
      : [];
  });
  const baseline = { target: bucket, name: 'b', mode: 'auto-revert', aspects } as const;
  const { steps, escalations } = plan(
    baseline,
    { seen, unfinished: new Map(), cutShort: new Set() },
    differences,
    () => false,
  );
  expect(escalations).toEqual([]);
  return steps.map(({ id, effect }) => `${effect} ${id}`);
}

describe('ABAC', () => {
  it('is switched off among the first', () => {
    expect(stepsFor({ abac: on, tagging: right }, { abac: off })).toEqual(['close abac.put']);
  });

  it('is switched on only after the declared tags were proved', () => {
    expect(stepsFor({ abac: off, tagging: wrong }, { abac: on, tagging: right })).toEqual([
      'close tagging.tag',
      'close abac.put',
    ]);
    const situation = situationOf('abac', {
      found: { abac: off },
      wanted: { abac: on, tagging: right },
      repairs: ['abac'],
    });
    expect(abac.write(situation)).toMatchObject([{ after: ['tagging.tag'] }]);
  });

  it('is not switched on where the tags cannot be read', () => {
    const { steps, escalations } = plan(
      {
        target: bucket,
        name: 'b',
        mode: 'auto-revert',
        aspects: new Map([
          [
            'abac',
            { desired: { kind: 'value', value: on }, digest: 'd', reopen: 'propose', source: 'b.yaml:1' },
          ],
        ]),
      },
      {
        seen: new Map<string, Observation>([
          ['abac', { kind: 'observed', state: off }],
          ['tagging', { kind: 'unreadable', error: { name: 'AccessDenied', message: 'no' } }],
        ]),
        unfinished: new Map(),
        cutShort: new Set(),
      },
      [
        {
          aspect: 'abac',
          desired: { kind: 'value', value: on },
          observed: { kind: 'observed', state: off },
          fields: [],
          cause: 'drift',
        },
      ],
      () => true,
    );
    expect(steps).toEqual([]);
    expect(escalations).toMatchObject([{ aspect: 'abac', runbook: expect.stringContaining('tagging') }]);
  });
});

describe('tags', () => {
  it.each([
    [on, 'close'],
    [off, 'restore'],
  ])('under ABAC %j are put back in the rank %s', (found, effect) => {
    expect(stepsFor({ abac: found, tagging: wrong }, { tagging: right })).toEqual([`${effect} tagging.tag`]);
  });

  it('are put back where there is no ABAC at all', () => {
    const situation = situationOf('tagging', {
      found: { tagging: wrong },
      wanted: { tagging: right },
      repairs: ['tagging'],
    });
    const seen = new Map<string, Observation>([['abac', { kind: 'notApplicable', reason: '405' }]]);
    expect(tagging.write({ ...situation, seen })).toMatchObject([{ effect: 'restore' }]);
  });
});
