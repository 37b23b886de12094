import { aspectNamed } from '../aspects/index.js';
import type { Settled } from '../aspects/kit/aspect.js';
import { digest } from '../aspects/kit/digest.js';
import type { EffectiveBaseline } from '../domain/baseline.js';
import type { Cause, Difference } from '../domain/difference.js';
import type { Incident } from '../domain/incident.js';
import type { Json } from '../domain/json.js';
import type { Memory } from '../domain/ledger.js';
import type { Observation } from '../domain/observation.js';
import { isHeld } from '../domain/response.js';
import type { Waiver } from '../domain/waiver.js';
import { compare, foundDigest } from './compare.js';
import type { Observations } from './engine.js';
import { emptiedIn } from './recreate.js';

/** A difference that may be as it is. */
export interface Waived {
  readonly waiver: Waiver;
  readonly difference: Difference;
}

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
  /** Aspects whose repair by us was cut short before its end was recorded, whether they are as declared by now or not. */
  readonly cutShort: ReadonlySet<string>;
  /** What is remembered to have been good, of the aspects that are judged by it. */
  readonly remembered: ReadonlyMap<string, Json>;
  /** What was read beside, only to tell whom the bucket lets in: no ground for a write, nor for an incident. */
  readonly beside?: Observations;
  /** Aspects that an unfinished repair of ours hides, and that were as declared when they were last seen. */
  readonly veiled: ReadonlySet<string>;
  /** The differences that may be, by the waiver of each; missing before that was asked. */
  readonly waived?: ReadonlyMap<string, Waived>;
  /** Aspects that were not as declared since we created the bucket again. */
  readonly emptied: ReadonlySet<string>;
}

/** Judges every aspect that was read and that the baseline names. */
export function assess(baseline: EffectiveBaseline, read: Observations, memory: Memory): Assessment {
  const cutShort = new Set([...read.keys()].filter((aspect) => isCutShort(memory.open.get(aspect), memory)));
  const hidden = hiddenByUs(read, cutShort, baseline, memory);
  const seen = uncovered(read, hidden, memory);
  const remembered = new Map([...(memory.good ?? [])].map(([aspect, { state }]) => [aspect, state]));
  const veiled = new Set<string>();
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
    if (hidden.has(aspect) && isAsLastSeen(aspect, wanted.digest, memory)) {
      veiled.add(aspect);
      continue;
    }
    const before = remembered.get(aspect);
    const fields = compare(aspect, wanted.desired, found ?? observation, baseline.target, before);
    if (fields.length === 0) {
      if (found === undefined) good.set(aspect, wanted.digest);
    } else {
      const cause = causeOf(aspect, wanted.digest, memory);
      differences.push({ aspect, desired: wanted.desired, observed: found ?? observation, fields, cause });
    }
  }
  return {
    seen,
    good,
    differences,
    blind,
    unfinished,
    cutShort,
    remembered,
    veiled,
    emptied: emptiedIn(baseline, memory),
    ...(gone === undefined ? {} : { gone }),
  };
}

/** The aspects that S3 may not show as they are, because of a repair of ours that was cut short or left half way. */
function hiddenByUs(
  read: Observations,
  cutShort: ReadonlySet<string>,
  baseline: EffectiveBaseline,
  memory: Memory,
): ReadonlySet<string> {
  const isHalfWay = (aspect: string): boolean => {
    const now = read.get(aspect);
    const settled = now?.kind === 'observed' || now?.kind === 'absent';
    return settled && (cutShort.has(aspect) || foundBefore(aspect, now, baseline, memory) !== undefined);
  };
  const names = [...read].flatMap(([aspect, { kind }]) => (kind === 'observed' ? [aspect] : []));
  return new Set(names.filter((aspect) => aspectNamed(aspect)?.hiddenBy?.some(isHalfWay)));
}

/** What was read, but for what is hidden the state that its open incident found: the ACL of a site, say. */
const uncovered = (read: Observations, hidden: ReadonlySet<string>, { open }: Memory): Observations =>
  new Map(
    [...read].map(([aspect, now]) => {
      const standing = hidden.has(aspect) ? open.get(aspect) : undefined;
      return [aspect, standing?.finding === 'difference' ? standing.found : now];
    }),
  );

const isAsLastSeen = (aspect: string, desired: string, { open, sightings }: Memory): boolean =>
  !open.has(aspect) && sightings.get(aspect)?.desired === desired;

const isCutShort = (standing: Incident | undefined, memory: Memory): boolean =>
  standing?.finding === 'difference' &&
  (standing.transitions.length === 1 || isHeld(standing.outcome)) &&
  isOurs(standing, memory);

/** Whether what ends the incident is a repair of ours, one that was cut short before its proof, and not somebody else. */
export function isOurs(incident: Incident, { heads }: Memory): boolean {
  const repaired = heads.get(incident.aspect)?.repaired;
  // What was closed during a hold has ended as far as it went; the rest is nobody's yet.
  const waits = isHeld(incident.outcome) ? incident.transitions.at(-1) : undefined;
  if (repaired === undefined) return false;
  return waits === undefined ? repaired.at >= incident.detectedAt : repaired.at > waits.at;
}

/** The state before our own repair, if what is there now is only the stage that the repair left. */
function foundBefore(
  aspect: string,
  now: Settled,
  { target }: EffectiveBaseline,
  memory: Memory,
): Settled | undefined {
  const stage = memory.heads.get(aspect)?.stage;
  if (stage === undefined) return undefined;
  const left = foundDigest(aspect, now, target);
  if (!stage.interims.some((interim) => digest(interim) === left)) return undefined;
  return stage.found === null ? { kind: 'absent' } : { kind: 'observed', state: stage.found };
}

function causeOf(aspect: string, desired: string, memory: Memory): Cause {
  const sighting = memory.sightings.get(aspect);
  if (sighting !== undefined) return sighting.desired === desired ? 'drift' : 'rollout';
  return memory.born === undefined ? 'onboarding' : 'drift';
}
