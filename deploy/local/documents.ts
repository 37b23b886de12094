/**
 * Shapes of the stored documents that decide who gets in. They sit in `Bucket.documents` and
 * `Account.documents` under the name of their subresource; every other document is the XML that was sent, as
 * a tree of texts (`XmlTree` of s3/xml.ts).
 */

/** Under `publicAccessBlock`, of a bucket or of an account. Missing document: all four are off. */
export interface PublicAccessBlock {
  readonly BlockPublicAcls: boolean;
  readonly IgnorePublicAcls: boolean;
  readonly BlockPublicPolicy: boolean;
  readonly RestrictPublicBuckets: boolean;
}

/** One entry of an ACL. A canonical user has an `ID`, a group has a `URI`. */
export interface Grant {
  readonly Grantee: { readonly Type: 'CanonicalUser' | 'Group'; readonly ID?: string; readonly URI?: string };
  readonly Permission: string;
}

/** Under `acl`, as it was put, also while ownership or IgnorePublicAcls hide it. Never missing. */
export interface Acl {
  readonly Owner: { readonly ID: string };
  readonly Grants: readonly Grant[];
}

/** Under `ownershipControls`. Missing document: ACLs are live. */
export interface OwnershipControls {
  readonly Rules: readonly { readonly ObjectOwnership: string }[];
}

/** Under `policy`: the policy as JSON text. */
export type PolicyText = string;

/** Under `tagging`; never an empty set. */
export interface Tagging {
  readonly TagSet: readonly { readonly Key: string; readonly Value: string }[];
}

/** Under `accessPoint/REGION/NAME` of an account. What is here S3 never changes. */
export interface AccessPoint {
  readonly Name: string;
  readonly Bucket: string;
  readonly BucketAccountId: string;
  readonly region: string;
  readonly alias: string;
  readonly createdAt: string;
  readonly VpcId?: string;
  readonly block: PublicAccessBlock;
}

/** Where an account keeps an access point, and where its policy as JSON text. */
export const accessPointKey = (region: string, name: string): string => `accessPoint/${region}/${name}`;
export const accessPointPolicyKey = (region: string, name: string): string =>
  `accessPointPolicy/${region}/${name}`;

/** The access points of a bucket that an account has. */
export function accessPointsOn(
  { documents }: { readonly documents: ReadonlyMap<string, unknown> },
  bucket: string,
): readonly AccessPoint[] {
  return [...documents]
    .filter(([key]) => key.startsWith('accessPoint/'))
    .map(([, document]) => document as AccessPoint)
    .filter((point) => point.Bucket === bucket);
}

/** Under `multiRegionPoint/NAME` of an account. What is here S3 never changes. */
export interface MultiRegionPoint {
  readonly Name: string;
  readonly Alias: string;
  readonly createdAt: string;
  readonly block: PublicAccessBlock;
  readonly regions: readonly {
    readonly Bucket: string;
    readonly Region: string;
    readonly BucketAccountId: string;
  }[];
}

/** Under `multiRegionPolicies/NAME` of an account: the policy in force, and the one that was put last. */
export interface MultiRegionPolicies {
  readonly Established?: string;
  readonly Proposed: string;
}

/** Under `multiRegionRequest/TOKEN` of an account, by the caller's own token. */
export interface MultiRegionRequest {
  readonly arn: string;
  readonly operation: string;
  readonly name: string;
  readonly createdAt: string;
}

/** Where an account keeps a Multi-Region Access Point, its policies, and a request for one. */
export const multiRegionPointKey = (name: string): string => `multiRegionPoint/${name}`;
export const multiRegionPoliciesKey = (name: string): string => `multiRegionPolicies/${name}`;
export const multiRegionRequestKey = (token: string): string => `multiRegionRequest/${token}`;
