import { defineAspect } from './kit/aspect.js';
import type { LivePoint, MultiRegionPoint, MultiRegionPoints } from './kit/multi-region-point.js';
import { canonicalMultiRegionPoints, multiRegionPointsOwned } from './kit/multi-region-point.js';
import { multiRegionPointsObstacle } from './kit/multi-region-point-obstacle.js';
import { readMultiRegionPoints } from './kit/multi-region-point-reads.js';
import { multiRegionPointElements, multiRegionPointsSchema } from './kit/multi-region-point-schema.js';
import { multiRegionPointSteps } from './kit/multi-region-point-steps.js';

/**
 * The Multi-Region Access Points of the account, each with a policy of its own in front of buckets in several regions:
 * a door beside the bucket policies, wherever those leave the choice to it (S3 User Guide, "Multi-Region Access Point
 * permissions"). A put of a policy is proposed first and comes into force later, without any event.
 */
export const multiRegionAccessPoints = defineAspect<
  'multiRegionAccessPoints',
  MultiRegionPoints<MultiRegionPoint & Partial<LivePoint>>
>({
  name: 'multiRegionAccessPoints',
  scope: 'account',
  events: ['CreateMultiRegionAccessPoint', 'DeleteMultiRegionAccessPoint', 'PutMultiRegionAccessPointPolicy'],
  iam: {
    read: ['s3:ListMultiRegionAccessPoints', 's3:GetMultiRegionAccessPointPolicy'],
    write: ['s3:PutMultiRegionAccessPointPolicy'],
  },
  needs: [],
  owns: [],
  absence: { codes: [], declarable: true },
  schema: multiRegionPointsSchema,
  elements: multiRegionPointElements,
  escalates:
    'A point that went or must not be there, and other buckets or another Block Public Access of a point, which are fixed when it is created.',
  prevention:
    'Deny s3:CreateMultiRegionAccessPoint and s3:PutMultiRegionAccessPointPolicy in a service control policy for everybody but the role that manages them.',

  async read(reader, target) {
    const points = await readMultiRegionPoints(reader, target);
    return points.length === 0 ? {} : { state: { AccessPoints: points } };
  },

  canonical: canonicalMultiRegionPoints,

  judged: multiRegionPointsOwned,

  write: (situation) =>
    situation.desired === undefined ? [] : multiRegionPointSteps(situation, situation.desired),

  unreachable: multiRegionPointsObstacle,
});
