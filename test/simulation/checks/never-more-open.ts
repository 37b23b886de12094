import { outsideGrants } from '../../../deploy/local/oracle/grants.js';
import type { Change } from '../history.js';
import type { Played } from '../play.js';
import { subjectsOf } from '../reality.js';
import type { Check } from './check.js';

/** What everybody may do, any account may do. */
const toTheWorld = (grant: string): string => grant.replace(/^account:[^:]*/, 'world');

/**
 * What outsiders can do after a write of ours, they could do before, as found, or may do as declared. Found is what
 * anybody else left there since all was as declared, seen without the blocks that hide what nobody else hid.
 */
export const neverMoreOpen: Check = {
  name: 'never more open than the looser of what was found and what is declared, at any instant',
  find(played) {
    return subjectsOf(played).flatMap(({ key, declared, first, isDeclared, aspects }) => {
      const wrongs: string[] = [];
      let permitted = new Set([...declared]);
      let before: ReadonlySet<string> = new Set(declared);
      const seenBy = new Map<string, Set<string>>();
      for (const one of played.happenings) {
        if (one.kind === 'recall' && one.target === key) seenBy.set(one.process, new Set());
        if (one.kind === 'read' && one.target === key)
          for (const grant of one.grants) seenBy.get(one.process)?.add(grant);
        if (one.kind !== 'change' || one.target !== key) continue;
        if (!one.isOurs) for (const grant of foundIn(one, played)) permitted.add(grant);
        else {
          const own = seenBy.get(one.by) ?? new Set();
          const added = [...one.grants].filter((grant) => !before.has(grant));
          const beyond = added.filter((grant) =>
            [grant, toTheWorld(grant)].every((some) => !permitted.has(some) && !own.has(some)),
          );
          if (beyond.length > 0)
            wrongs.push(`${one.at}: ${one.by} opens ${key} to ${beyond.join(', ')} by ${one.operation}`);
        }
        before = one.grants;
        const isAllRight = [...first.keys()].every((document) => isDeclared(document, one.documents));
        if (isAllRight && aspects.includes('bucketPolicy')) permitted = new Set([...declared]);
      }
      return wrongs;
    });
  },
};

/** What somebody else let outsiders do: at once, and as soon as nobody blocks it. */
function foundIn({ grants, documents, target }: Change, { world }: Played): ReadonlySet<string> {
  const [, account = '', , name = ''] = target.split('/');
  const bare = new Map([...documents].filter(([document]) => document !== 'publicAccessBlock'));
  const bucket = {
    name,
    account,
    region: 'eu-west-1',
    createdAt: new Date(0),
    documents: bare,
    previous: new Map(),
  };
  return target.includes('/bucket/') ? new Set([...grants, ...outsideGrants(world.s3, bucket)]) : grants;
}
