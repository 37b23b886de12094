import type { Json } from '../domain/json.js';
import { actionsIn, type Grantee, granteeOf } from './acl-grants.js';
import { isJsonObject } from './statements.js';
import { type Access, byActions, type Guard, nothing } from './world-access.js';

/** What one entry of a live ACL does. */
export interface GrantFinding {
  readonly index: number;
  readonly grantee: Grantee;
  readonly permission: string;
  /** What it gives to the whole world, which is nothing unless it is to everybody. */
  readonly access: Access;
  /** Whether it lets its grantee change the ACL. */
  readonly changesAccess: boolean;
}

/** What the ACL of a bucket does. */
export interface AclFinding {
  /** Whether ACLs count at all (S3 User Guide, "Controlling ownership of objects"). */
  readonly isLive: boolean;
  readonly isReadable: boolean;
  /** Of a live ACL only. */
  readonly grants: readonly GrantFinding[];
}

/** Finds what an ACL does, given as its list of grants, as GetBucketAcl shows it, or as `null` for a private one. */
export function findInAcl(acl: Json, ownership: Json, guard: Guard): AclFinding {
  const isLive = ownership !== 'BucketOwnerEnforced';
  const listed = isJsonObject(acl) ? (acl['Grants'] ?? {}) : (acl ?? []);
  const isReadable = Array.isArray(listed);
  const grants: readonly Json[] = !isLive ? [] : isReadable ? (listed as readonly Json[]) : [{}];
  return {
    isLive,
    isReadable,
    grants: grants.map((grant, index) => {
      const grantee = granteeOf(grant);
      const given = actionsIn(grant);
      return {
        index,
        grantee,
        permission: isJsonObject(grant) ? String(grant['Permission'] ?? 'anything') : 'anything',
        access: grantee.kind === 'everybody' ? byActions(given, guard) : nothing,
        changesAccess: given.some((action) => action.changesAccess),
      };
    }),
  };
}
