import type { Acl, OwnershipControls } from '../../documents.js';
import type { Bucket } from '../../world.js';
import { documentOperations } from '../document.js';
import { malformedXml, S3Error } from '../error.js';
import { stored } from '../shelf.js';
import { elementOf, listOf, textOf } from '../xml.js';

const ownerships = ['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter'];

/** Object ownership: whether ACLs count at all. */
export const ownershipControls = documentOperations<OwnershipControls>({
  subresource: 'ownershipControls',
  root: 'OwnershipControls',
  names: {
    get: 'GetBucketOwnershipControls',
    put: 'PutBucketOwnershipControls',
    remove: 'DeleteBucketOwnershipControls',
  },
  absent: { code: 'OwnershipControlsNotFoundError', message: 'The bucket ownership controls were not found' },
  accept: (call, tree) => {
    const rules = listOf(tree['Rule']);
    const ownership = textOf(elementOf(rules[0])['ObjectOwnership']);
    if (rules.length !== 1 || ownership === undefined || !ownerships.includes(ownership))
      throw malformedXml();
    if (ownership === 'BucketOwnerEnforced' && grantsOthers(stored(call.bucket, 'acl') as Acl))
      throw aclWithOwnership();
    return { Rules: [{ ObjectOwnership: ownership }] };
  },
  show: ({ Rules }) => ({ Rule: Rules.map((rule) => ({ ...rule })) }),
});

/** True if ACLs of this bucket have no effect and cannot be set. */
export function aclsAreDisabled(bucket: Bucket): boolean {
  const controls = stored(bucket, 'ownershipControls') as OwnershipControls | undefined;
  return controls?.Rules[0]?.ObjectOwnership === 'BucketOwnerEnforced';
}

/** The ownership with that name, or InvalidArgument. */
export function knownOwnership(name: string): string {
  if (!ownerships.includes(name))
    throw new S3Error(400, 'InvalidArgument', 'Invalid x-amz-object-ownership header');
  return name;
}

/** True if anybody but the owner has a grant. What IgnorePublicAcls hides counts: it is stored. */
export function grantsOthers(acl: Acl): boolean {
  return acl.Grants.some(({ Grantee }) => Grantee.ID !== acl.Owner.ID);
}

/** 400: ACLs cannot be disabled over an ACL that lets others in. */
export function aclWithOwnership(): S3Error {
  return new S3Error(
    400,
    'InvalidBucketAclWithObjectOwnership',
    "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
  );
}
