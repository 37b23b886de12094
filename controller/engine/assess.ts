import type { Settled } from '../aspects/kit/aspect.js';
import { digest } from '../aspects/kit/digest.js';
import type { EffectiveBaseline } from '../domain/baseline.js';
import type { Cause, Difference } from '../domain/difference.js';
import type { Memory } from '../domain/ledger.js';
import type { Observation } from '../domain/observation.js';
import { canonicalFound, compare } from './compare.js';
import type { Observations } from './engine.js';

/** What one look means, judged against the baseline and what is remembered. */
export interface Assessment {
  readonly seen: Observations;
  /** Aspects that are as declared, with the digest of the declaration. */
  readonly good: ReadonlyMap<string, string>;
  readonly differences: readonly Difference[];
  /** Aspects that could not be read, or whose reply holds something that we would destroy. */
  readonly blind: ReadonlyMap<string, Extract<Observation, { kind: 'unreadable' }>>;
  /** The bucket is not there any more. */
  readonly gone?: Extract<Observation, { kind: 'gone' }>;
  /** Aspects that a staged repair of ours has left half way, with what was found before it. */
  readonly unfinished: ReadonlyMap<string, Settled>;
}

/** Judges every aspect that was read and that the baseline names. */
export function assess(baseline: EffectiveBaseline, seen: Observations, memory: Memory): Assessment {
  const good = new Map<string, string>();
  const differences: Difference[] = [];
  const blind = new Map<string, Extract<Observation, { kind: 'unreadable' }>>();
  const unfinished = new Map<string, Settled>();
  let gone: Assessment['gone'];

  for (const [aspect, observation] of seen) {
    if (observation.kind === 'gone') gone = observation;
    if (observation.kind === 'unreadable' && baseline.aspects.has(aspect)) blind.set(aspect, observation);
    if (observation.kind !== 'observed' && observation.kind !== 'absent') continue;

    const found = foundBefore(aspect, observation, baseline, memory);
    if (found !== undefined) unfinished.set(aspect, found);
    const wanted = baseline.aspects.get(aspect);
    if (wanted === undefined) continue;
    const fields = compare(aspect, wanted.desired, found ?? observation, baseline.target);
    if (fields.length === 0) {
      if (found === undefined) good.set(aspect, wanted.digest);
    } else {
      const cause = causeOf(aspect, wanted.digest, memory);
      differences.push({ aspect, desired: wanted.desired, observed: found ?? observation, fields, cause });
    }
  }
  return { seen, good, differences, blind, unfinished, ...(gone === undefined ? {} : { gone }) };
}

/** The state before our own repair, if what is there now is only the stage that the repair left. */
function foundBefore(
  aspect: string,
  now: Settled,
  { target }: EffectiveBaseline,
  memory: Memory,
): Settled | undefined {
  const stage = memory.heads.get(aspect)?.stage;
  if (stage === undefined || digest(canonicalFound(aspect, now, target)) !== digest(stage.interim))
    return undefined;
  return stage.found === null ? { kind: 'absent' } : { kind: 'observed', state: stage.found };
}

function causeOf(aspect: string, desired: string, memory: Memory): Cause {
  const sighting = memory.sightings.get(aspect);
  if (sighting !== undefined) return sighting.desired === desired ? 'drift' : 'rollout';
  return memory.born === undefined ? 'onboarding' : 'drift';
}
