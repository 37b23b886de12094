import { canonicalText } from '../../domain/canonical.js';
import type { Json, JsonObject } from '../../domain/json.js';
import { type Block, blockOf, shut } from './blocks.js';
import { canonicalPolicy } from './policy-form.js';

/** One access point, in the words of S3; its bucket is the target. */
export interface AccessPoint {
  readonly Name: string;
  /** Requests come from this VPC alone. Without it they may come from the internet. */
  readonly VpcConfiguration?: { readonly VpcId: string };
  /** All on if missing, as S3 has it for new points. */
  readonly PublicAccessBlockConfiguration?: Partial<Block>;
  readonly Policy?: JsonObject;
}

/** What becomes of points that nobody listed: nothing, their policy goes, or they go themselves. */
export type Unlisted = 'leave' | 'shut' | 'delete';

/** The access points of one bucket. */
export interface AccessPoints {
  readonly AccessPointList: readonly AccessPoint[];
  readonly unlisted?: Unlisted;
}

/** The point's own Block Public Access. */
export const blockOfPoint = ({ PublicAccessBlockConfiguration: given }: AccessPoint): Block =>
  given === undefined ? shut : blockOf(given);

/** What S3 fixes when the point is created (S3 User Guide, "Creating access points"). */
export const fixedPart = (point: AccessPoint): JsonObject => ({
  VpcId: point.VpcConfiguration?.VpcId ?? 'none',
  PublicAccessBlockConfiguration: { ...blockOfPoint(point) },
});

const policyPart = ({ Policy: policy }: AccessPoint): JsonObject =>
  policy === undefined ? {} : { Policy: canonicalPolicy(policy) };

/** The points by name, in the form in which equal ones are equal. */
export const canonicalPoints = ({ AccessPointList: points }: AccessPoints): Json =>
  Object.fromEntries(points.map((point) => [point.Name, { ...fixedPart(point), ...policyPart(point) }]));

export const isSameFixed = (one: AccessPoint, other: AccessPoint): boolean =>
  canonicalText(fixedPart(one)) === canonicalText(fixedPart(other));

export const isSamePolicy = (one: AccessPoint, other: AccessPoint | undefined): boolean =>
  canonicalText(policyPart(one)) === canonicalText(other === undefined ? {} : policyPart(other));

/** Of the live points those that the declaration speaks about: the listed ones, and what must not be left as it is. */
export function pointsOwned(declared: AccessPoints, live: AccessPoints | undefined): AccessPoints {
  const listed = new Set(declared.AccessPointList.map(({ Name }) => Name));
  const { unlisted = 'shut' } = declared;
  const counts = (point: AccessPoint): boolean =>
    unlisted === 'delete' || (unlisted === 'shut' && point.Policy !== undefined);
  return {
    AccessPointList: (live?.AccessPointList ?? []).filter((point) => listed.has(point.Name) || counts(point)),
  };
}
