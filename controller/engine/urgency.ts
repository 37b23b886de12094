import { asAcl } from '../aspects/kit/acl-state.js';
import { grantsOf } from '../aspects/kit/grants.js';
import type { EffectiveBaseline } from '../domain/baseline.js';
import type { Exposure } from '../domain/exposure.js';
import type { Json } from '../domain/json.js';
import type { Desired, Observation } from '../domain/observation.js';
import { type Severity, severities } from '../domain/response.js';
import { deciding, exposureSeen } from '../exposure/seen-exposure.js';
import { statementsOf } from '../exposure/statements.js';
import type { Observations } from './engine.js';

/** Whether the aspect is one of those that decide whom a bucket lets in. */
export const isDeciding = (aspect: string): boolean => deciding.some((name) => name === aspect);

/** Whom the bucket lets in, as far as the look has read it; nothing if the target is no bucket. */
export function exposureOf({ target }: EffectiveBaseline, seen: Observations): Exposure | undefined {
  if (target.kind !== 'bucket' || !deciding.some((aspect) => seen.has(aspect))) return undefined;
  return exposureSeen(target, seen);
}

/**
 * How urgent it is that a deciding aspect is not as declared. Open to the world, and not declared to be, is critical;
 * public on paper alone is one level less than its policy says, as long as nobody else gets in by it.
 */
export function urgencyOf(
  aspect: string,
  severity: Severity,
  exposure: Exposure | undefined,
  baseline: EffectiveBaseline,
  seen: Observations,
): Severity {
  if (exposure === undefined || !isDeciding(aspect)) return severity;
  const declared = exposureOf(baseline, declaredOver(seen, baseline));
  const isOpen = (['read', 'write'] as const).some(
    (way) => exposure[way] === 'yes' && declared?.[way] !== 'yes',
  );
  if (isOpen) return 'critical';
  const isShut = exposure.read === 'no' && exposure.write === 'no' && exposure.outsiders?.length === 0;
  const isByContent = aspect === 'bucketPolicy' || aspect === 'acl';
  return isByContent && exposure.onPaper === 'yes' && isShut ? less(severity) : severity;
}

const less = (severity: Severity): Severity => severities[severities.indexOf(severity) - 1] ?? severity;

/** What the look would have seen if all were as declared. */
function declaredOver(seen: Observations, { aspects }: EffectiveBaseline): Observations {
  const declared = [...aspects].filter(([aspect]) => isDeciding(aspect));
  return new Map([
    ...seen,
    ...declared.map(([aspect, { desired }]) => [aspect, asSeen(aspect, desired)] as const),
  ]);
}

/** What a read would show of an aspect that is as declared. */
export function asSeen(aspect: string, desired: Desired): Observation {
  if (desired.kind === 'absent') return { kind: 'absent' };
  const { value } = desired;
  if (aspect === 'acl') return { kind: 'observed', state: { Grants: grantsOf(asAcl(value)) } };
  // Rules about a policy are no policy, and let nobody in by themselves.
  const isDocument = aspect !== 'bucketPolicy' || statementsOf(value as Json) !== undefined;
  return isDocument ? { kind: 'observed', state: value } : { kind: 'absent' };
}
