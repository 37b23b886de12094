import { type AccessPoint, type AccessPoints, pointsOwned } from '../aspects/kit/access-point.js';
import {
  type LivePoint,
  type MultiRegionPoint,
  type MultiRegionPoints,
  multiRegionPointsOwned,
} from '../aspects/kit/multi-region-point.js';
import type { Json, JsonObject } from '../domain/json.js';
import type { Target } from '../domain/target.js';

/** What lets somebody in by one point: the live policies, and the one that is declared for the same point. */
export interface PointPolicies {
  readonly found: readonly JsonObject[];
  readonly declared: JsonObject | undefined;
  /** Whether only a VPC reaches it, so that S3 never calls it public. */
  readonly isInside: boolean;
}

/** The policies of a bucket's access points that a declaration speaks about. */
export function pointPolicies(found: Json, declared: Json | undefined): readonly PointPolicies[] {
  const live = found as unknown as AccessPoints;
  const wanted = declared as unknown as AccessPoints | undefined;
  const { AccessPointList: points } = wanted === undefined ? live : pointsOwned(wanted, live);
  const declaredFor = policiesIn<AccessPoint>(wanted?.AccessPointList);
  return points.map(({ Name, Policy, VpcConfiguration: vpc }) => ({
    found: Policy === undefined ? [] : [Policy],
    declared: declaredFor.get(Name),
    isInside: vpc !== undefined,
  }));
}

/** The same of an account's Multi-Region Access Points, with what is only proposed yet. */
export function multiRegionPolicies(
  found: Json,
  declared: Json | undefined,
  target: Target,
): readonly PointPolicies[] {
  const live = found as unknown as MultiRegionPoints<LivePoint>;
  const wanted = declared as unknown as MultiRegionPoints | undefined;
  const { AccessPoints: points } = wanted === undefined ? live : multiRegionPointsOwned(wanted, live, target);
  const declaredFor = policiesIn<MultiRegionPoint>(wanted?.AccessPoints);
  return (points as readonly (MultiRegionPoint & Partial<LivePoint>)[]).map(({ Name, Policy, Proposed }) => ({
    found: [Policy, Proposed].filter((policy) => policy !== undefined),
    declared: declaredFor.get(Name),
    isInside: false,
  }));
}

const policiesIn = <Point extends { readonly Name: string; readonly Policy?: JsonObject }>(
  points: readonly Point[] = [],
): ReadonlyMap<string, JsonObject | undefined> => new Map(points.map(({ Name, Policy }) => [Name, Policy]));
