import { aspectNamed } from '../aspects/index.js';
import type { Settled } from '../aspects/kit/aspect.js';
import { digest } from '../aspects/kit/digest.js';
import type { EffectiveBaseline } from '../domain/baseline.js';
import type { Cause, Difference } from '../domain/difference.js';
import type { Incident } from '../domain/incident.js';
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
  /** Aspects that are as declared by a repair of ours that was cut short before it was proved. */
  readonly mended: ReadonlySet<string>;
}

/** Judges every aspect that was read and that the baseline names. */
export function assess(baseline: EffectiveBaseline, read: Observations, memory: Memory): Assessment {
  const seen = uncovered(read, baseline, memory);
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
  const mended = new Set([...good.keys()].filter((aspect) => isMended(memory.open.get(aspect), memory)));
  return { seen, good, differences, blind, unfinished, mended, ...(gone === undefined ? {} : { gone }) };
}

/**
 * What was read, but with the state that an open incident found in place of one that our own unfinished stage hides: the
 * ACL of a site behind the IgnorePublicAcls that we put.
 */
function uncovered(read: Observations, baseline: EffectiveBaseline, memory: Memory): Observations {
  const isHalfWay = (aspect: string): boolean => {
    const now = read.get(aspect);
    const settled = now?.kind === 'observed' || now?.kind === 'absent';
    return settled && foundBefore(aspect, now, baseline, memory) !== undefined;
  };
  return new Map(
    [...read].map(([aspect, now]) => {
      const standing = memory.open.get(aspect);
      const isHidden = now.kind === 'observed' && aspectNamed(aspect)?.hiddenBy?.some(isHalfWay) === true;
      return [aspect, isHidden && standing?.finding === 'difference' ? standing.found : now];
    }),
  );
}

const isMended = (standing: Incident | undefined, memory: Memory): boolean =>
  standing?.finding === 'difference' && isOurs(standing, memory);

/** Whether what ends the incident is a repair of ours, one that was cut short before its proof, and not somebody else. */
export function isOurs({ aspect, detectedAt }: Incident, { heads }: Memory): boolean {
  const repaired = heads.get(aspect)?.repaired;
  return repaired !== undefined && repaired.at >= detectedAt;
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
