import { cannedAcl } from '../../deploy/local/s3/canned-acl.js';
import type { Bucket, World } from '../../deploy/local/world.js';

/** Where the buckets in memory are. */
export const region = 'eu-west-1';

/** The canonical id of an account. */
export const canonicalIdOf = (account: string): string => account.padEnd(64, 'a');

/** A bucket with these documents in a world in memory, and its account if that is new: ACLs live, and the owner's alone. */
export function createdIn(
  { accounts, buckets }: Pick<World, 'accounts' | 'buckets'>,
  name: string,
  account: string,
  documents: Readonly<Record<string, unknown>>,
): Bucket {
  const canonicalId = canonicalIdOf(account);
  const own = { documents: new Map<string, unknown>(), previous: new Map<string, unknown>() };
  if (!accounts.has(account)) accounts.set(account, { id: account, canonicalId, ...own });
  const given = Object.entries({ acl: cannedAcl('private', canonicalId), ...documents });
  const bucket: Bucket = {
    name,
    account,
    region,
    createdAt: new Date(0),
    documents: new Map(given),
    previous: new Map(),
  };
  buckets.set(name, bucket);
  return bucket;
}
