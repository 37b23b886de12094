import { expect } from 'vitest';
import type { EffectiveBaseline } from '../../controller/domain/baseline.js';
import type { Json } from '../../controller/domain/json.js';
import type { Observation } from '../../controller/domain/observation.js';
import type { Step } from '../../controller/domain/plan.js';
import type { BucketTarget } from '../../controller/domain/target.js';
import { compare } from '../../controller/engine/compare.js';
import { plan } from '../../controller/engine/plan.js';
import { beside } from './access-situation.js';

/** The steps of one plan for everything that is other than wanted, in the order in which they are sent. */
export function accessPlan(
  target: BucketTarget,
  seen: ReadonlyMap<string, Observation>,
  wanted: Readonly<Record<string, Json>>,
  mayOpen: (aspect: string) => boolean,
): readonly Step[] {
  const baseline: EffectiveBaseline = {
    target,
    name: 'heron',
    mode: 'auto-revert',
    aspects: new Map(
      [...beside(wanted)].map(([name, desired]) => [
        name,
        { desired, digest: name, reopen: 'propose', source: 'baselines/heron.yaml:1' },
      ]),
    ),
  };
  const differences = [...baseline.aspects].flatMap(([aspect, { desired }]) => {
    const observed = seen.get(aspect);
    if (observed?.kind !== 'observed' && observed?.kind !== 'absent')
      throw new Error(`${aspect} was not read`);
    const fields = compare(aspect, desired, observed, target);
    return fields.length === 0 ? [] : [{ aspect, desired, observed, fields, cause: 'drift' as const }];
  });
  const { steps, escalations } = plan(
    baseline,
    { seen, unfinished: new Map(), cutShort: new Set() },
    differences,
    mayOpen,
  );
  expect(escalations).toEqual([]);
  return steps;
}
