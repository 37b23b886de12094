import { aspectNamed } from '../aspects/index.js';
import type { Incident } from '../domain/incident.js';
import type { Memory } from '../domain/ledger.js';
import type { Observation } from '../domain/observation.js';
import type { Observations } from './engine.js';
import { selection, tagAspect } from './scope.js';

/** The name under which it is kept whether a bucket is there at all. It is no aspect: nothing of it can be declared. */
export const existence = 'existence';

/** CloudTrail's names of the calls that may have changed an aspect, or ended a bucket, or begun one. */
export const callsAbout = (name: string, finding?: Incident['finding']): readonly string[] =>
  name === existence
    ? [finding === 'unmanaged' ? 'CreateBucket' : 'DeleteBucket']
    : (aspectNamed(name === selection ? tagAspect : name)?.events ?? []);

const isSettled = ({ kind }: Observation): boolean => kind === 'observed' || kind === 'absent';

/** Whether the reads prove that the bucket is there and ours: each names the expected owner. */
export const isThere = (seen: Observations): boolean => [...seen.values()].some(isSettled);

/** The region in which a bucket was when it was last there; nothing if it was never seen. */
export function regionIn({ sightings }: Memory): string | undefined {
  const region = sightings.get(existence)?.desired;
  return region === 'unknown' ? undefined : region;
}

/** Nobody has such a bucket, or somebody else has it; nothing if it may be there. */
export type Missing = 'free' | 'taken';

/** S3 User Guide, "Verifying bucket ownership": a call that expects another owner is answered with 403 AccessDenied. */
const isRefused = (one: Observation): boolean =>
  one.kind === 'unreadable' && one.error.status === 403 && one.error.name === 'AccessDenied';

/** What reads of one bucket say of its existence, before any listing is asked. */
export function missingIn(seen: Observations): Missing | undefined {
  const answers = [...seen.values()].filter(({ kind }) => kind !== 'notApplicable');
  if (answers.length === 0) return undefined;
  if (answers.every(({ kind }) => kind === 'gone')) return 'free';
  return answers.every(isRefused) ? 'taken' : undefined;
}
