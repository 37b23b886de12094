import type { JsonObject } from '../../domain/json.js';
import type { Effect, Step } from '../../domain/plan.js';
import { isPublicAcl, isPublicGrant } from '../../exposure/acl-public.js';
import { asAcl, ownerIdIn } from './acl-state.js';
import type { Situation } from './aspect.js';
import { asBlock } from './blocks.js';
import { onBucket } from './calls.js';
import { beyond } from './grant-reach.js';
import { type Acl, grantsOf, owner, renamed, sorted } from './grants.js';

/** What a repair of object ownership needs before it disables ACLs: nobody but the owner in the ACL. */
export const privateFirst = (situation: Situation): Step => put(situation, { Canned: 'private' }, 'close');

/**
 * The put of a declared ACL. One that takes from some and gives to others goes in two: first what both have,
 * then the rest, so that taking away never waits for a human who has to allow the giving.
 */
export function aclSteps(
  situation: Situation,
  declared: Acl,
  after: readonly string[] = [],
): readonly Step[] {
  const live = situation.actual.kind === 'observed' ? grantsOf(asAcl(situation.actual.state)) : [];
  const wanted = grantsOf(declared);
  const opens = beyond(wanted, live);
  const closes = beyond(live, wanted).length > 0 || (opens.length === 0 && isHidden(situation));
  if (opens.length === 0) return [put(situation, declared, closes ? 'close' : 'restore', after)];
  const last = put(situation, declared, 'open', closes ? [...after, 'acl.close'] : after);
  const both = { Grants: wanted.filter((grant) => !opens.includes(grant)) };
  return closes ? [{ ...put(situation, both, 'close', after), id: 'acl.close' }, last] : [last];
}

/** Whether GetBucketAcl may show less than is stored (S3 User Guide: IgnorePublicAcls). */
export const isHidden = ({ seen }: Situation): boolean =>
  (['publicAccessBlock', 'accountPublicAccessBlock'] as const).some((aspect) => {
    const block = seen.get(aspect);
    return block?.kind === 'observed' && asBlock(block.state).IgnorePublicAcls;
  });

function put({ target, actual }: Situation, acl: Acl, effect: Effect, after: readonly string[] = []): Step {
  // S3 refuses a public ACL until Block Public Access lets it pass; one that is not public waits for nothing.
  const waits = isPublicAcl(acl) ? ['publicAccessBlock.close', ...after] : after;
  return {
    id: 'acl.put',
    aspect: 'acl',
    service: 's3',
    operation: 'PutBucketAcl',
    input: { ...onBucket(target), ...bodyOf(acl, actual) },
    effect,
    ...(waits.length === 0 ? {} : { after: waits }),
    leaves: { kind: 'value', value: visible(acl) },
  };
}

function bodyOf(acl: Acl, actual: Situation['actual']): JsonObject {
  if ('Canned' in acl) return { ACL: acl.Canned };
  const id = ownerIdIn(actual);
  const grants = sorted(grantsOf(acl)).map((grant) => renamed(grant, owner, id));
  return { AccessControlPolicy: { Owner: { ID: id }, Grants: grants } };
}

/** What is to be seen right after a put: a public ACL is put behind IgnorePublicAcls, which hides just that. */
const visible = (acl: Acl): Acl =>
  !('Canned' in acl) || isPublicAcl(acl)
    ? { Grants: grantsOf(acl).filter((grant) => !isPublicGrant(grant)) }
    : acl;
