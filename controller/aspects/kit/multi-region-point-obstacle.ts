import type { Desired } from '../../domain/observation.js';
import type { Target } from '../../domain/target.js';
import { matchesPattern } from '../../exposure/patterns.js';
import { isPublicPolicy } from '../../exposure/policy-public.js';
import { asBlock, blockOf, open, shut } from './blocks.js';
import type { MultiRegionPoint, MultiRegionPoints } from './multi-region-point.js';
import { namedTwice, pointPolicyObstacle } from './point-policy.js';

/** Why S3 would refuse the policies, or they could not be kept, and what to declare instead. */
export function multiRegionPointsObstacle(
  { AccessPoints: points }: MultiRegionPoints,
  wanted: ReadonlyMap<string, Desired>,
  target: Target,
): string | undefined {
  const twice = namedTwice(points);
  if (twice !== undefined) return `The Multi-Region Access Point ${twice} is listed twice: list it once.`;
  const [reason] = points.flatMap((point) => {
    const found = refusal(point, wanted, target);
    return found === undefined ? [] : [`${point.Name}: ${found}`];
  });
  return reason;
}

function refusal(
  { Policy: policy, PublicAccessBlock: block }: MultiRegionPoint,
  wanted: ReadonlyMap<string, Desired>,
  target: Target,
): string | undefined {
  if (policy === undefined) return undefined;
  const refused = pointPolicyObstacle(policy, {
    target,
    // The alias is S3's own choice, and all that is known of it is how it ends.
    isHere: (region, alias) => matchesPattern(region, '') && /(?:\.mrap|\*)$/.test(alias),
    advice: `Write arn:${target.partition}:s3::${target.account}:accesspoint/ALIAS.mrap or that with /object/*.`,
  });
  if (refused !== undefined) return refused;
  const ofAccount = wanted.get('accountPublicAccessBlock');
  const blocks = [
    block === undefined ? shut : blockOf(block),
    ofAccount?.kind === 'value' ? asBlock(ofAccount.value) : open,
  ];
  return blocks.some((one) => one.BlockPublicPolicy || one.RestrictPublicBuckets) && isPublicPolicy(policy)
    ? 'The policy is public, and Block Public Access of the point or of the account forbids that. Confine it to fixed principals or condition values, or declare BlockPublicPolicy and RestrictPublicBuckets false in both.'
    : undefined;
}
