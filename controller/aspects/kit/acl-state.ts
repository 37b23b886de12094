import type * as S3 from '@aws-sdk/client-s3';
import { TerminalError } from '../../domain/errors.js';
import type { Json } from '../../domain/json.js';
import type { Acl, Grant } from './grants.js';

/** A value of the acl aspect, declared or seen. */
export const asAcl = (value: Json): Acl => value as Acl;

/** What GetBucketAcl shows, without names for display, which S3 stopped to return. */
export function aclOf({ Owner: owner, Grants: grants }: S3.GetBucketAclOutput): Acl {
  if (owner?.ID === undefined) throw new TerminalError('S3 showed an ACL without an owner');
  return { Owner: { ID: owner.ID }, Grants: (grants ?? []).map(grantOf) };
}

function grantOf({ Grantee: grantee, Permission: permission }: S3.Grant): Grant {
  const { Type: type, ID: id, URI: uri } = grantee ?? {};
  if (permission !== undefined && type === 'Group' && uri !== undefined)
    return { Grantee: { Type: 'Group', URI: uri }, Permission: permission };
  if (permission !== undefined && type === 'CanonicalUser' && id !== undefined)
    return { Grantee: { Type: 'CanonicalUser', ID: id }, Permission: permission };
  throw new TerminalError('S3 showed a grant that names nobody, or grants nothing');
}

/** The declared ACL for the owner of the live one, whose grants may be declared by canonical id too. */
export const ofOwner = (declared: Acl, live: Acl): Acl =>
  'Canned' in declared ? declared : { ...declared, Owner: { ID: ownerIdIn(live) } };

/** The canonical id of the bucket's owner, which every ACL of S3 shows. */
export function ownerIdIn(live: Acl): string {
  if ('Canned' in live || live.Owner === undefined)
    throw new TerminalError('An ACL was read that shows no owner');
  return live.Owner.ID;
}
