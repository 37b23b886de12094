import type { Json } from '../domain/json.js';
import { type Action, actionNamed } from './actions.js';
import { isJsonObject } from './statements.js';

const logDelivery = 'http://acs.amazonaws.com/groups/s3/LogDelivery';

/** Whom one entry of an ACL is to: everybody (with or without an AWS account), one user, or S3's log delivery. */
export type Grantee =
  | { readonly kind: 'everybody' | 'logDelivery' }
  | { readonly kind: 'user'; readonly id: string };

/** Whom an entry of an ACL is to, by its grantee's type and URI. Whoever cannot be read is everybody. */
export function granteeOf(grant: Json): Grantee {
  const grantee = isJsonObject(grant) ? grant['Grantee'] : undefined;
  if (!isJsonObject(grantee)) return { kind: 'everybody' };
  const { Type: type, URI: uri, ID: id } = grantee;
  if (type === 'Group' && uri === logDelivery) return { kind: 'logDelivery' };
  if (type === 'CanonicalUser' && typeof id === 'string' && id !== '' && uri === undefined)
    return { kind: 'user', id };
  return { kind: 'everybody' };
}

const granted: Readonly<Record<string, readonly string[]>> = {
  READ: ['s3:ListBucket', 's3:ListBucketVersions', 's3:ListBucketMultipartUploads'],
  WRITE: ['s3:PutObject'],
  READ_ACP: ['s3:GetBucketAcl'],
  WRITE_ACP: ['s3:PutBucketAcl'],
};

/**
 * What an entry of a bucket's ACL permits, in the actions of bucket policies (S3 User Guide, "Access control list
 * (ACL) overview"). A permission that is not known permits all of it.
 */
export function actionsIn(grant: Json): readonly Action[] {
  const permission = isJsonObject(grant) ? grant['Permission'] : undefined;
  const names =
    typeof permission === 'string' && Object.hasOwn(granted, permission) ? granted[permission] : undefined;
  return (names ?? Object.values(granted).flat()).map(actionNamed);
}
