import type { JsonObject } from '../../domain/json.js';
import type { Desired } from '../../domain/observation.js';
import type { BucketTarget } from '../../domain/target.js';
import { matchesPattern } from '../../exposure/patterns.js';
import { isPublicPolicy } from '../../exposure/policy-public.js';
import { type AccessPoint, type AccessPoints, blockOfPoint } from './access-point.js';
import { asBlock, type Block, open } from './blocks.js';
import { namedTwice, pointPolicyObstacle } from './point-policy.js';

/** Why S3 would refuse the points, or their policies could not be kept, and what to declare instead. */
export function pointsObstacle(
  { AccessPointList: points }: AccessPoints,
  wanted: ReadonlyMap<string, Desired>,
  target: BucketTarget,
): string | undefined {
  const twice = namedTwice(points);
  if (twice !== undefined) return `The access point ${twice} is listed twice: list it once.`;
  const ofBucket = wanted.get('publicAccessBlock');
  const blocks = ofBucket?.kind === 'value' ? asBlock(ofBucket.value) : open;
  const [reason] = points.flatMap((point) => {
    const found = point.Policy === undefined ? undefined : refusal(point, point.Policy, blocks, target);
    return found === undefined ? [] : [`${point.Name}: ${found}`];
  });
  return reason;
}

function refusal(
  point: AccessPoint,
  policy: JsonObject,
  ofBucket: Block,
  target: BucketTarget,
): string | undefined {
  const refused = pointPolicyObstacle(policy, {
    target,
    isHere: (_region, name) => matchesPattern(name, point.Name),
    advice: `Write arn:${target.partition}:s3:REGION:${target.account}:accesspoint/${point.Name} or that with /object/*.`,
  });
  if (refused !== undefined) return refused;
  const own = blockOfPoint(point);
  const isBlocked = [own, ofBucket].some((block) => block.BlockPublicPolicy || block.RestrictPublicBuckets);
  if (point.VpcConfiguration === undefined && isBlocked && isPublicPolicy(policy))
    return 'The policy is public, and Block Public Access of the point or of the bucket forbids that. Confine it to fixed principals or condition values, or declare BlockPublicPolicy and RestrictPublicBuckets false in both.';
  return undefined;
}
