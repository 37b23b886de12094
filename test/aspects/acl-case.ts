import { acl } from '../../controller/aspects/acl.js';
import type { Json } from '../../controller/domain/json.js';
import type { Escalation, Step } from '../../controller/domain/plan.js';
import { block, grantToGroup, grantToUser, situationOf } from './access-situation.js';

export const partner = 'b8'.repeat(32);
export const other = 'c9'.repeat(32);
export const ownership = (name: string): Json => ({ ObjectOwnership: name });
export const enforced = ownership('BucketOwnerEnforced');
export const writer = ownership('ObjectWriter');
export const privately: Json = { Canned: 'private' };
export const publicly: Json = { Canned: 'public-read' };
export const everybody = (permission: string): Json => grantToGroup('global/AllUsers', permission);
export const declared = (...grants: readonly Json[]): Json => ({
  Grants: [grantToUser('owner', 'FULL_CONTROL'), ...grants],
});

/** What is found and wanted; ACLs count, nothing is blocked and only the ACL is repaired where it is not said. */
export interface Case {
  readonly found: Json;
  /** `null`: unmanaged. */
  readonly wanted: Json;
  readonly ownershipFound?: Json;
  readonly ownershipWanted?: Json;
  readonly block?: Json;
  readonly repairs?: readonly string[];
  readonly mayOpen?: readonly string[];
}

/** What the acl aspect answers. */
export const write = ({
  found,
  wanted,
  ownershipFound = writer,
  ownershipWanted,
  block: shut = block(false),
  repairs = ['acl'],
  mayOpen = [],
}: Case): readonly Step[] | Escalation =>
  acl.write(
    situationOf('acl', {
      found: { acl: found, ownershipControls: ownershipFound, publicAccessBlock: shut },
      wanted: {
        ...(wanted === null ? {} : { acl: wanted }),
        ...(ownershipWanted === undefined ? {} : { ownershipControls: ownershipWanted }),
      },
      repairs,
      mayOpen,
    }),
  );

/** Steps as `[id, effect, ...after]`. */
export const brief = (steps: readonly Step[] | Escalation): unknown =>
  'kind' in steps ? steps.kind : steps.map(({ id, effect, after = [] }) => [id, effect, ...after]);
