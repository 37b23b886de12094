import { type OutsideGrants, outsideGrants } from '../../deploy/local/oracle/grants.js';
import type { Bucket } from '../../deploy/local/world.js';
import type { MemoryS3 } from '../fakes/memory-s3.js';
import { asDeclared } from './access-worlds.js';
import type { Values } from './world.js';

/** Watches one bucket from now on, and knows what outsiders may ever do to it. */
export interface Judge {
  /** What outsiders could do, after every write so far. */
  readonly history: readonly OutsideGrants[];
  /** What they could do at some instant although it was neither found nor declared. */
  readonly tooOpen: () => readonly string[];
  /** What the whole world could do at some instant, if it could do nothing before. */
  readonly newToTheWorld: () => readonly string[];
}

const without = (documents: ReadonlyMap<string, unknown>, name: string): Map<string, unknown> =>
  new Map([...documents].filter(([other]) => other !== name));

/** What everybody may do, any account may do. */
const toTheWorld = (grant: string): string => grant.replace(/^account:[^:]*/, 'world');

const isWorlds = (grant: string): boolean => grant.startsWith('world:');

/**
 * Judges every instant: never more open than the looser of found and declared. While a policy is public,
 * RestrictPublicBuckets covers what is granted to other accounts, by the ACL too. What was declared may be seen
 * without that cover before all of it is there; what was only found may not. What is waived may be as it was found: it
 * counts as if nobody had declared it, too.
 */
export function judgeOf(
  s3: MemoryS3,
  bucket: Bucket,
  declared: Values,
  waived: readonly string[] = [],
): Judge {
  const grantsIn = (documents: Map<string, unknown>): OutsideGrants =>
    outsideGrants(s3, { ...bucket, documents });
  const found = outsideGrants(s3, bucket);
  const nothing = s3.create('nothing', bucket.account).documents;
  const permittedBy = (values: Values): readonly OutsideGrants[] => {
    const end = asDeclared(bucket.documents, values);
    const bare = grantsIn(without(asDeclared(nothing, values), 'publicAccessBlock'));
    const own = [grantsIn(end), new Set([...bare].filter((grant) => !isWorlds(grant)))];
    return values['acl'] === undefined ? own : [...own, grantsIn(without(end, 'policy'))];
  };
  const rest = Object.fromEntries(Object.entries(declared).filter(([name]) => !waived.includes(name)));
  const permitted = [found, ...permittedBy(declared), ...(waived.length === 0 ? [] : permittedBy(rest))];
  const uncovered = grantsIn(without(bucket.documents, 'policy'));
  const history: OutsideGrants[] = [];
  s3.watch = (written) => {
    history.push(outsideGrants(s3, written));
  };
  const beyond = (allowed: readonly OutsideGrants[]): readonly string[] =>
    [...new Set(history.flatMap((grants) => [...grants]))].filter(
      (grant) => !allowed.some((some) => some.has(grant) || some.has(toTheWorld(grant))),
    );
  return {
    history,
    tooOpen: () => beyond(permitted),
    newToTheWorld: () => ([...found].some(isWorlds) ? [] : beyond([found, uncovered]).filter(isWorlds)),
  };
}
