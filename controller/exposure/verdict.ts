import type { Json } from '../domain/json.js';
import { findInAcl } from './acl-finding.js';
import { turnedOn } from './block-flags.js';
import { findInPolicy } from './policy-finding.js';
import { type Reason, reasonsFor } from './reasons.js';
import { type Warning, warningsFor } from './warnings.js';

/** All that decides whom a bucket lets in. What is `null` is not configured. */
export interface ExposureCase {
  readonly ownerAccount: string;
  /** The owner as ACLs call it; without it every user of an ACL is somebody else. */
  readonly ownerCanonicalId: string | null;
  readonly bucket: string;
  /** The document, or its text. */
  readonly policy: Json;
  /** Why the policy cannot be read, where that is known already; then what it says does not count. */
  readonly policyUnreadable?: string;
  /** The grants, or the whole of what GetBucketAcl shows. */
  readonly acl: Json;
  readonly bucketPab: Json;
  readonly accountPab: Json;
  /** `ObjectOwnership`; S3 behaves by `ObjectWriter` where there is none. */
  readonly ownership: Json;
}

/** Whom a bucket lets in, and why. */
export interface Verdict {
  /** Whether S3 calls the policy by itself public. */
  readonly policyPublic: boolean;
  /** Whether the untrusted world can read or write now, after Deny, Block Public Access, ACL and ownership. */
  readonly effectivelyPublic: { readonly read: boolean; readonly write: boolean };
  /** Whom the policy and a live ACL name besides the owner, before Block Public Access and Deny. */
  readonly externalAccounts: readonly string[];
  /** Whether any principal is let in, confined at most to a network, before Block Public Access and Deny. */
  readonly anonymousOrAnyPrincipal: boolean;
  /** Whether anybody at all may change ACLs, the policy, object ownership or Block Public Access. */
  readonly grantsAclWrite: boolean;
  /** The same for anybody outside the account. */
  readonly grantsAclWriteExternal: boolean;
  /** The external accounts that RestrictPublicBuckets leaves. */
  readonly effectiveExternalAccounts: readonly string[];
  readonly reasons: readonly Reason[];
  /** What by S3's letter is no exposure and should be looked at all the same. */
  readonly warnings: readonly Warning[];
}

/**
 * Judges a bucket's exposure (S3 User Guide, "Blocking public access" and "Access control list (ACL) overview"). Is
 * the same for the same input, and takes what it cannot understand for public.
 */
export function verdictOn(given: ExposureCase): Verdict {
  const policy = findInPolicy(given);
  const acl = findInAcl(given.acl, given.ownership, policy.guard);
  const blocks = { bucket: given.bucketPab, account: given.accountPab };
  const owners: readonly (string | null)[] = [given.ownerAccount, given.ownerCanonicalId];
  const outside = (ids: readonly string[]): readonly string[] =>
    [...new Set(ids)].filter((id) => !owners.includes(id)).sort();

  const policyPublic = policy.allows.some(({ audience }) => audience.isPublic);
  // S3 User Guide, "Troubleshoot access denied errors": then all but services and the account's own users are denied.
  const isClosed = policyPublic && turnedOn(blocks, 'RestrictPublicBuckets').length > 0;
  const isIgnored = turnedOn(blocks, 'IgnorePublicAcls').length > 0;
  const counting = isClosed ? [] : [...policy.allows, ...(isIgnored ? [] : acl.grants)];
  const open = counting.flatMap(({ access }) => access.actions);

  const strangers = acl.grants.filter(
    ({ grantee }) => grantee.kind !== 'user' || outside([grantee.id]).length > 0,
  );
  const viaServices = policy.allows.flatMap(({ audience }) => audience.viaServices);
  const externalAccounts = outside([
    ...policy.allows.flatMap(({ audience }) => audience.named),
    ...viaServices,
    ...strangers.flatMap(({ grantee }) => (grantee.kind === 'user' ? [grantee.id] : [])),
  ]);
  const byPolicy = policy.allows.filter(({ changesAccess }) => changesAccess);
  const byAcl = strangers.filter(({ changesAccess }) => changesAccess);
  return {
    policyPublic,
    effectivelyPublic: {
      read: open.some(({ access }) => access === 'read'),
      write: open.some(({ access }) => access === 'write'),
    },
    externalAccounts,
    anonymousOrAnyPrincipal:
      policy.allows.some(({ audience }) => audience.isAnyPrincipal) ||
      acl.grants.some(({ grantee }) => grantee.kind === 'everybody'),
    grantsAclWrite: byPolicy.length + byAcl.length > 0,
    grantsAclWriteExternal:
      byPolicy.some(
        ({ audience: { isAnyPrincipal, named, viaServices: served } }) =>
          isAnyPrincipal || outside([...named, ...served]).length > 0,
      ) || byAcl.some(({ grantee }) => grantee.kind !== 'logDelivery'),
    effectiveExternalAccounts: isClosed ? outside(viaServices) : externalAccounts,
    reasons: reasonsFor({ owner: given.ownerCanonicalId, policy, acl, blocks, isClosed, isIgnored }),
    warnings: warningsFor(policy, acl),
  };
}
