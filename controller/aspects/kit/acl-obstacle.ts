import type { Desired } from '../../domain/observation.js';
import { isPublicAcl } from '../../exposure/acl-public.js';
import { asBlock } from './blocks.js';
import { type Acl, grantsOf, isOwnerOnly } from './grants.js';
import { demandsNoAcls } from './ownership.js';

/** Why the ACL can never be put or seen beside the other declared values, and what to declare instead. */
export function aclObstacle(acl: Acl, wanted: ReadonlyMap<string, Desired>): string | undefined {
  if (demandsNoAcls(wanted.get('ownershipControls')) && !isOwnerOnly(grantsOf(acl)))
    return 'ownershipControls is BucketOwnerEnforced, which disables ACLs. Declare {Canned: private}, or BucketOwnerPreferred or ObjectWriter beside this ACL.';
  const block = wanted.get('publicAccessBlock');
  const { BlockPublicAcls, IgnorePublicAcls } = asBlock(block?.kind === 'value' ? block.value : {});
  if ((BlockPublicAcls || IgnorePublicAcls) && isPublicAcl(acl))
    return 'The ACL is public, and publicAccessBlock forbids that. Declare BlockPublicAcls and IgnorePublicAcls false beside it, or an ACL without the groups AllUsers and AuthenticatedUsers.';
  return undefined;
}
