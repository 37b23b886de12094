import { bucketArnOf } from '../directory-name.js';
import type { Acl, OwnershipControls, PublicAccessBlock } from '../documents.js';
import type { Account, Bucket, World } from '../world.js';
import { ACL_ACTIONS, capabilitiesOf } from './actions.js';
import { heldThroughPoints } from './point-grants.js';
import { type Held, type PolicyView, viewPolicy } from './policy-grants.js';

/** `world:read`, `world:write`, `world:acl`, or `account:<id>:` with the same endings. */
export type OutsideGrants = ReadonlySet<string>;

const NO_POLICY: PolicyView = { isPublic: false, held: [], denied: new Set() };
const OPEN_GROUPS = /\/groups\/global\/(?:AllUsers|AuthenticatedUsers)$/;

/**
 * What outsiders can do to a bucket at this moment, from the stored documents alone. Shares no code with the part of S3
 * that refuses, nor with the controller: it is there to judge both.
 */
export function outsideGrants(world: Pick<World, 'accounts' | 'partition'>, bucket: Bucket): OutsideGrants {
  const account = world.accounts.get(bucket.account);
  const accountOfCanonical = (id: string) => accountOf(world, id);
  const blocks = [blockOf(bucket), blockOf(account)];
  const text = bucket.documents.get('policy');
  const bucketArn = bucketArnOf(world.partition, bucket);
  const policy =
    typeof text === 'string'
      ? viewPolicy(text, { bucketArn, owner: bucket.account, accountOfCanonical })
      : NO_POLICY;
  const isRestricted = blocks.some((block) => block?.RestrictPublicBuckets === true);
  // Restrict lets only services and the owner's own principals through as long as the policy is public.
  if (policy.isPublic && isRestricted) return new Set();
  const ignoresPublic = blocks.some((block) => block?.IgnorePublicAcls === true);
  const byAcl = aclGrants(world, bucket).filter(({ who }) => !(who === 'world' && ignoresPublic));
  const throughPoints =
    account === undefined
      ? []
      : heldThroughPoints(
          { account, bucket, partition: world.partition, isRestricted },
          { owner: bucket.account, accountOfCanonical },
        );
  return new Set(
    [...policy.held, ...byAcl, ...throughPoints]
      .filter(({ action }) => !policy.denied.has(action))
      .flatMap(({ who, action }) => capabilitiesOf(action).map((capability) => `${who}:${capability}`))
      .sort(),
  );
}

function blockOf(owner: Bucket | Account | undefined): PublicAccessBlock | undefined {
  return owner?.documents.get('publicAccessBlock') as PublicAccessBlock | undefined;
}

function aclGrants(world: Pick<World, 'accounts'>, bucket: Bucket): readonly Held[] {
  const ownership = bucket.documents.get('ownershipControls') as OwnershipControls | undefined;
  if (ownership?.Rules.some((rule) => rule.ObjectOwnership === 'BucketOwnerEnforced')) return [];
  const acl = bucket.documents.get('acl') as Acl | undefined;
  return (acl?.Grants ?? []).flatMap(({ Grantee: grantee, Permission: permission }) => {
    const group = OPEN_GROUPS.test(grantee.URI ?? '') ? 'world' : undefined;
    const user = grantee.ID === undefined ? undefined : accountOf(world, grantee.ID);
    const who = group ?? (user === undefined || user === bucket.account ? undefined : `account:${user}`);
    if (who === undefined) return [];
    return (ACL_ACTIONS[permission] ?? []).map((action) => ({ who, action }));
  });
}

/** Canonical ids are shown as the account that they belong to, where it is known. */
function accountOf(world: Pick<World, 'accounts'>, id: string): string {
  return [...world.accounts.values()].find(({ canonicalId }) => canonicalId === id)?.id ?? id;
}
