import type { Json } from '../domain/json.js';
import { granteeOf } from './acl-grants.js';
import { isJsonObject } from './statements.js';

const closedOnes: readonly Json[] = ['private', 'log-delivery-write'];

/**
 * Whether S3 calls the ACL public: some grant is to everybody, or to everybody who has an AWS account, whatever
 * it permits (S3 User Guide, "Blocking public access: the meaning of public"). Takes what GetBucketAcl shows
 * and what a baseline declares; what cannot be understood is public.
 */
export function isPublicAcl(value: Json): boolean {
  if (!isJsonObject(value)) return true;
  const { Canned: canned, Grants: grants } = value;
  if (canned !== undefined && !closedOnes.includes(canned)) return true;
  if (grants === undefined) return canned === undefined;
  return !Array.isArray(grants) || grants.some(isPublicGrant);
}

/** Whether one entry of an ACL is public: judged by the grantee's type and URI, never by its permission. */
export const isPublicGrant = (grant: Json): boolean => granteeOf(grant).kind === 'everybody';
