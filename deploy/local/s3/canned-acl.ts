import type { Acl, Grant } from '../documents.js';
import { ownerOnly } from './birth.js';
import { invalidArgument } from './error.js';

/** The groups that an ACL can name. The first two are the public. */
export const groups = {
  allUsers: 'http://acs.amazonaws.com/groups/global/AllUsers',
  authenticatedUsers: 'http://acs.amazonaws.com/groups/global/AuthenticatedUsers',
  logDelivery: 'http://acs.amazonaws.com/groups/s3/LogDelivery',
} as const;

const extra: Readonly<Record<string, readonly (readonly [uri: string, permission: string])[]>> = {
  private: [],
  // On a bucket these two say nothing beyond the owner's own control (S3 User Guide: canned ACL).
  'bucket-owner-read': [],
  'bucket-owner-full-control': [],
  'public-read': [[groups.allUsers, 'READ']],
  'public-read-write': [
    [groups.allUsers, 'READ'],
    [groups.allUsers, 'WRITE'],
  ],
  'authenticated-read': [[groups.authenticatedUsers, 'READ']],
  'log-delivery-write': [
    [groups.logDelivery, 'WRITE'],
    [groups.logDelivery, 'READ_ACP'],
  ],
};

/** Spells out a canned ACL for this owner; InvalidArgument for a name that is none. */
export function cannedAcl(name: string, ownerId: string): Acl {
  const grants = Object.hasOwn(extra, name) ? extra[name] : undefined;
  if (grants === undefined) throw invalidArgument(`Invalid canned ACL: ${name}`);
  const owner = ownerOnly(ownerId);
  return {
    ...owner,
    Grants: [...owner.Grants, ...grants.map(([uri, permission]) => grantToGroup(uri, permission))],
  };
}

/** A grant to a group. */
export function grantToGroup(uri: string, permission: string): Grant {
  return { Grantee: { Type: 'Group', URI: uri }, Permission: permission };
}

/** True for a grant that S3 calls public: to everybody, or to everybody who has an AWS account. */
export function isPublicGrant(grant: Grant): boolean {
  return grant.Grantee.URI === groups.allUsers || grant.Grantee.URI === groups.authenticatedUsers;
}
