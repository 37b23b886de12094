import { createHash } from 'node:crypto';
import type { Acl, OwnershipControls, PublicAccessBlock } from '../documents.js';
import type { Account, Bucket } from '../world.js';

/** A new account without settings. Its canonical id follows from its number, so that runs repeat. */
export function newAccount(id: string): Account {
  return {
    id,
    canonicalId: createHash('sha256').update(`canonical:${id}`).digest('hex'),
    documents: new Map(),
    previous: new Map(),
  };
}

/**
 * A new bucket with S3's defaults (S3 User Guide: all public access blocked, ACLs disabled, SSE-S3, and since
 * April 2026 SSE-C blocked). With `bornIn2019` it has what buckets of that age still show: neither public
 * access block nor ownership controls, and no word on SSE-C.
 */
export function newBucket(options: {
  readonly name: string;
  readonly account: Account;
  readonly region: string;
  readonly createdAt: Date;
  readonly bornIn2019?: boolean;
}): Bucket {
  const { name, account, region, createdAt, bornIn2019 = false } = options;
  const documents = new Map<string, unknown>([
    ['acl', ownerOnly(account.canonicalId)],
    ['encryption', bornIn2019 ? sseS3() : sseS3(['SSE-C'])],
  ]);
  if (!bornIn2019) {
    documents.set('publicAccessBlock', everythingBlocked);
    documents.set('ownershipControls', aclsDisabled);
  }
  return { name, account: account.id, region, createdAt, documents, previous: new Map() };
}

/** The ACL that every bucket starts with, and the only one that BucketOwnerEnforced lets be seen. */
export function ownerOnly(canonicalId: string): Acl {
  return {
    Owner: { ID: canonicalId },
    Grants: [{ Grantee: { Type: 'CanonicalUser', ID: canonicalId }, Permission: 'FULL_CONTROL' }],
  };
}

/** The encryption document of SSE-S3, with the encryption types that are refused. */
export function sseS3(blocked: readonly string[] = []) {
  return {
    Rule: {
      ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' },
      BucketKeyEnabled: 'false',
      ...(blocked.length === 0 ? {} : { BlockedEncryptionTypes: { EncryptionType: blocked } }),
    },
  };
}

const everythingBlocked: PublicAccessBlock = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

const aclsDisabled: OwnershipControls = { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] };
