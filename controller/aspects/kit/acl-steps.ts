import type { JsonObject } from '../../domain/json.js';
import type { Effect, Step } from '../../domain/plan.js';
import { isPublicAcl, isPublicGrant } from '../../exposure/acl-public.js';
import { ownerIdIn } from './acl-state.js';
import type { Situation } from './aspect.js';
import { asBlock, isLooser } from './blocks.js';
import { onBucket } from './calls.js';
import { beyond } from './grant-reach.js';
import { type Acl, grantsOf, owner, renamed, sorted } from './grants.js';
import { putsPublic } from './opening.js';

/** What a repair of object ownership needs before it disables ACLs: nobody but the owner in the ACL. */
export const privateFirst = (situation: Situation): Step =>
  step(situation, { ACL: 'private' }, { Canned: 'private' }, 'close');

/**
 * The put of a declared ACL. One that takes from some and gives to others goes in two: first what both have,
 * then the rest, so that taking away never waits for a human who has to allow the giving.
 */
export function aclSteps(
  situation: Situation,
  declared: Acl,
  live: Acl,
  after: readonly string[] = [],
): readonly Step[] {
  const [wanted, had] = [grantsOf(declared), grantsOf(live)];
  const opening = beyond(wanted, had);
  // Where ACLs are only now enabled nothing can be hidden: S3 disables them over the owner's grant alone.
  const hides = isHidden(situation) && (opening.length === 0 || (after.length === 0 && mayHide(situation)));
  const surplus = beyond(had, wanted);
  const closes = surplus.length > 0 || hides;
  const put = (acl: Acl, effect: Effect, others: readonly string[] = after): Step =>
    step(situation, bodyOf(acl, live), acl, effect, others);
  if (opening.length === 0) return [put(declared, closes ? 'close' : 'restore')];
  if (!closes) return [put(declared, 'open')];
  const common = [
    ...wanted.filter((grant) => !opening.includes(grant)),
    ...had.filter((grant) => !surplus.includes(grant)),
  ];
  const both = { Grants: sorted(common) };
  const first = { ...put(both, 'close'), id: 'acl.close' };
  return [first, put(declared, 'open', [...after, first.id])];
}

/** The aspects whose drift may have let something into the stored ACL that a read does not show. */
export const hiding = ['publicAccessBlock', 'ownershipControls'] as const;

/**
 * Whether something may have come in behind what is repaired now. A block that only waits for leave to open is not
 * repaired now: counting it would put the ACL again at every look until a human decides.
 */
export function mayHide(situation: Situation): boolean {
  const { repairs, cutShort, wanted, seen, mayOpen } = situation;
  const [declared, found] = [wanted.get('publicAccessBlock'), seen.get('publicAccessBlock')];
  const closes = isLooser(
    asBlock(found?.kind === 'observed' ? found.state : {}),
    asBlock(declared?.kind === 'value' ? declared.value : {}),
  );
  const isWritten = closes || mayOpen('publicAccessBlock') || putsPublic(situation);
  const isCutShort = hiding.some((aspect) => cutShort?.has(aspect));
  return (repairs.has('publicAccessBlock') && isWritten) || repairs.has('ownershipControls') || isCutShort;
}

/** Whether GetBucketAcl may show less than is stored (S3 User Guide: IgnorePublicAcls). */
const isHidden = ({ seen }: Situation): boolean =>
  (['publicAccessBlock', 'accountPublicAccessBlock'] as const).some((aspect) => {
    const block = seen.get(aspect);
    return block?.kind === 'observed' && asBlock(block.state).IgnorePublicAcls;
  });

function step(
  situation: Situation,
  body: JsonObject,
  acl: Acl,
  effect: Effect,
  others: readonly string[] = [],
): Step {
  const { target, seen } = situation;
  // S3 refuses a public ACL until Block Public Access lets it pass; one that is not public waits for nothing.
  const isStaged = isPublicAcl(acl) && seen.get('publicAccessBlock')?.kind !== 'notApplicable';
  const isBehind = isStaged && (putsPublic(situation) || isHidden(situation));
  const after = isStaged ? ['publicAccessBlock.close', ...others] : others;
  return {
    id: 'acl.put',
    aspect: 'acl',
    service: 's3',
    operation: 'PutBucketAcl',
    input: { ...onBucket(target), ...body },
    effect,
    ...(after.length === 0 ? {} : { after }),
    leaves: { kind: 'value', value: isBehind ? behindBlock(acl) : plain(acl) },
  };
}

function bodyOf(acl: Acl, live: Acl): JsonObject {
  if ('Canned' in acl) return { ACL: acl.Canned };
  const id = ownerIdIn(live);
  const grants = sorted(grantsOf(acl)).map((grant) => renamed(grant, owner, id));
  return { AccessControlPolicy: { Owner: { ID: id }, Grants: grants } };
}

/** What is to be seen of a public ACL right after it was put behind IgnorePublicAcls, which hides just that. */
const behindBlock = (acl: Acl): Acl => ({
  Grants: grantsOf(acl).filter((grant) => !isPublicGrant(grant)),
});

const plain = (acl: Acl): Acl => ('Canned' in acl ? acl : { Grants: grantsOf(acl) });
