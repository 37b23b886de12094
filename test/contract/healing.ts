import { digest } from '../../controller/aspects/kit/digest.js';
import type { EffectiveBaseline } from '../../controller/domain/baseline.js';
import type { Desired, Observation } from '../../controller/domain/observation.js';
import type { Plan } from '../../controller/domain/plan.js';
import type { Readers } from '../../controller/domain/ports.js';
import type { Target } from '../../controller/domain/target.js';
import { compare } from '../../controller/engine/compare.js';
import { defaultTiming } from '../../controller/engine/engine.js';
import { observe } from '../../controller/engine/observe.js';
import { footprint, plan } from '../../controller/engine/plan.js';
import { FakeClock } from '../fakes/fake-clock.js';
import { type PlainClients, sendPlain } from '../fakes/sdk-reader.js';

/** One look at what a safe repair of the aspect needs. */
export const lookAt = (
  readers: Readers,
  target: Target,
  aspect: string,
): Promise<ReadonlyMap<string, Observation>> =>
  observe(
    { access: { mode: 'dry-run', reader: readers }, clock: new FakeClock(), timing: defaultTiming },
    target,
    footprint([aspect]),
  );

const baselineOf = (target: Target, aspect: string, desired: Desired): EffectiveBaseline => ({
  target,
  name: 'contract',
  mode: 'auto-revert',
  aspects: new Map([
    [
      aspect,
      {
        desired,
        digest: digest(desired.kind === 'value' ? desired.value : 'absent'),
        reopen: 'auto',
        source: 'contract.yaml:1',
      },
    ],
  ]),
});

/** The plan for one aspect alone, everything allowed, from one look. */
export function planFor(
  target: Target,
  aspect: string,
  desired: Desired,
  seen: ReadonlyMap<string, Observation>,
): Plan {
  const observed = seen.get(aspect);
  if (observed?.kind !== 'observed' && observed?.kind !== 'absent')
    throw new Error(`${aspect} could not be read: ${JSON.stringify(observed)}`);
  const fields = compare(aspect, desired, observed, target);
  const differences =
    fields.length === 0 ? [] : [{ aspect, desired, observed, fields, cause: 'drift' as const }];
  return plan(
    baselineOf(target, aspect, desired),
    { seen, unfinished: new Map(), cutShort: new Set() },
    differences,
    () => true,
  );
}

/** Brings the aspect to what is desired by its own steps, sent as they are; answers the plan. */
export async function heal(
  clients: PlainClients,
  readers: Readers,
  target: Target,
  aspect: string,
  desired: Desired,
): Promise<Plan> {
  const planned = planFor(target, aspect, desired, await lookAt(readers, target, aspect));
  for (const step of planned.steps) await sendPlain(clients, step);
  return planned;
}
