import { accessPointPolicyKey, accessPointsOn } from '../documents.js';
import type { Account, Bucket } from '../world.js';
import { type Held, type Standpoint, viewPolicy } from './policy-grants.js';

/**
 * What outsiders hold by the access points that the owner has on the bucket, taken as if the bucket policy left the
 * choice to them: then only their own policies keep anybody out. `isRestricted`: account or bucket restrict what is public.
 */
export function heldThroughPoints(
  {
    account,
    bucket,
    partition,
    isRestricted,
  }: {
    readonly account: Account;
    readonly bucket: Bucket;
    readonly partition: string;
    readonly isRestricted: boolean;
  },
  standpoint: Omit<Standpoint, 'bucketArn'>,
): readonly Held[] {
  return accessPointsOn(account, bucket.name).flatMap(({ Name, region, VpcId, block }) => {
    const text = account.documents.get(accessPointPolicyKey(region, Name));
    if (typeof text !== 'string') return [];
    const bucketArn = `arn:${partition}:s3:${region}:${account.id}:accesspoint/${Name}`;
    const { isPublic, held } = viewPolicy(text, { ...standpoint, bucketArn });
    // The world does not come in through a VPC.
    if (VpcId !== undefined) return held.filter(({ who }) => who !== 'world');
    return isPublic && (isRestricted || block.RestrictPublicBuckets) ? [] : held;
  });
}
