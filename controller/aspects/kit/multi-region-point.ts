import { canonicalText } from '../../domain/canonical.js';
import type { Json, JsonObject } from '../../domain/json.js';
import type { Target } from '../../domain/target.js';
import { type Block, blockOf, shut } from './blocks.js';
import { canonicalPolicy } from './policy-form.js';

/** One bucket that a point leads to. */
interface Region {
  readonly Bucket: string;
  /** The account of the point if missing. */
  readonly BucketAccountId?: string;
}

/** One Multi-Region Access Point, in the words of S3. */
export interface MultiRegionPoint {
  readonly Name: string;
  readonly Regions: readonly Region[];
  /** All on if missing, as S3 has it for new points. */
  readonly PublicAccessBlock?: Partial<Block>;
  /** The established policy: the one that is in force. */
  readonly Policy?: JsonObject;
}

/** A point as it is read. */
export interface LivePoint extends MultiRegionPoint {
  /** The last part of its ARN, which no two points ever share, one after the other included. */
  readonly Alias: string;
  /** What was put last, where it is not in force everywhere yet. */
  readonly Proposed?: JsonObject;
  /** Only for a point that somebody is deleting. */
  readonly Status?: 'DELETING' | 'PARTIALLY_DELETED';
}

/** The Multi-Region Access Points of one account. What nobody listed is left alone, or shut. */
export interface MultiRegionPoints<Point extends MultiRegionPoint = MultiRegionPoint> {
  readonly AccessPoints: readonly Point[];
  readonly unlisted?: 'leave' | 'shut';
}

/**
 * The policy that stands for having none, since S3 has no call to take one away: the account itself, which needs no
 * policy, and nobody else. CloudFormation leaves the same behind (CloudFormation Template Reference,
 * "AWS::S3::MultiRegionAccessPointPolicy").
 */
export const ownAlone = (alias: string, { partition, account }: Target): JsonObject => ({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'OwnAccountAlone',
      Effect: 'Allow',
      Principal: { AWS: `arn:${partition}:iam::${account}:root` },
      Action: 's3:GetObject',
      Resource: `arn:${partition}:s3::${account}:accesspoint/${alias}/object/*`,
    },
  ],
});

/** The form in which equal policies are equal: empty for none and for what stands for none. */
export function policyForm(policy: JsonObject | undefined, target: Target): string {
  if (policy === undefined) return '';
  const text = canonicalText(canonicalPolicy(policy));
  const [, alias = ''] = /:accesspoint\/([^/"*?]+)\/object\//.exec(text) ?? [];
  return text === canonicalText(canonicalPolicy(ownAlone(alias, target))) ? '' : text;
}

/** What S3 fixes when the point is created (S3 User Guide, "Creating Multi-Region Access Points"). */
const fixedPart = ({ Regions, PublicAccessBlock: block }: MultiRegionPoint, target: Target): JsonObject => ({
  Buckets: Regions.map(
    ({ Bucket, BucketAccountId = target.account }) => `${BucketAccountId}/${Bucket}`,
  ).sort(),
  PublicAccessBlock: { ...(block === undefined ? shut : blockOf(block)) },
});

export const isSameFixed = (one: MultiRegionPoint, other: MultiRegionPoint, target: Target): boolean =>
  canonicalText(fixedPart(one, target)) === canonicalText(fixedPart(other, target));

/** The points by name, in the form in which equal ones are equal; their aliases nobody can declare. */
export const canonicalMultiRegionPoints = (
  { AccessPoints: points }: MultiRegionPoints<MultiRegionPoint & Partial<LivePoint>>,
  target: Target,
): Json => {
  const shown = (name: string, policy: JsonObject | undefined): JsonObject =>
    policyForm(policy, target) === '' ? {} : { [name]: canonicalPolicy(policy ?? {}) };
  return Object.fromEntries(
    points.map((point) => [
      point.Name,
      {
        ...fixedPart(point, target),
        ...shown('Policy', point.Policy),
        ...(point.Proposed === undefined ? {} : { Proposed: { ...shown('Policy', point.Proposed) } }),
        ...(point.Status === undefined ? {} : { Status: point.Status }),
      },
    ]),
  );
};

/** Of the live points those that the declaration speaks about: the listed ones, and those that are to be shut. */
export function multiRegionPointsOwned(
  { AccessPoints: declared, unlisted = 'shut' }: MultiRegionPoints,
  live: MultiRegionPoints<MultiRegionPoint & Partial<LivePoint>> | undefined,
  target: Target,
): MultiRegionPoints {
  const listed = new Set(declared.map(({ Name }) => Name));
  const lets = ({ Policy, Proposed }: Partial<LivePoint>): boolean =>
    [Policy, Proposed].some((policy) => policyForm(policy, target) !== '');
  return {
    AccessPoints: (live?.AccessPoints ?? []).filter(
      (point) => listed.has(point.Name) || (unlisted === 'shut' && lets(point)),
    ),
  };
}
