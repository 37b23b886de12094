import type { AccessPoints } from './kit/access-point.js';
import { canonicalPoints, pointsOwned } from './kit/access-point.js';
import { pointsObstacle } from './kit/access-point-obstacle.js';
import { readPoints } from './kit/access-point-reads.js';
import { accessPointElements, accessPointsSchema } from './kit/access-point-schema.js';
import { accessPointSteps } from './kit/access-point-steps.js';
import { defineAspect } from './kit/aspect.js';
import { bucketOf } from './kit/calls.js';

/**
 * The access points of the bucket in its own account, each with a policy of its own: a second door beside the bucket
 * policy, wherever that leaves the choice to access points (S3 User Guide, "Managing access to shared datasets with
 * access points"). A point of another account on this bucket is in that account, and only the bucket policy lets it in.
 */
export const accessPoints = defineAspect<'accessPoints', AccessPoints>({
  name: 'accessPoints',
  scope: 'bucket',
  events: ['CreateAccessPoint', 'DeleteAccessPoint', 'PutAccessPointPolicy', 'DeleteAccessPointPolicy'],
  iam: {
    read: ['s3:ListBucket', 's3:ListAccessPoints', 's3:GetAccessPoint', 's3:GetAccessPointPolicy'],
    write: [
      's3:PutAccessPointPolicy',
      's3:DeleteAccessPointPolicy',
      's3:CreateAccessPoint',
      's3:PutAccessPointPublicAccessBlock',
      's3:DeleteAccessPoint',
    ],
  },
  needs: [],
  owns: [],
  absence: { codes: [], declarable: true },
  schema: accessPointsSchema,
  elements: accessPointElements,
  escalates: 'Another VPC or another Block Public Access of a point, which are fixed when it is created.',
  prevention:
    'Deny s3:CreateAccessPoint and s3:PutAccessPointPolicy in a service control policy for everybody but the role that manages them.',

  async read(reader, target) {
    const points = await readPoints(reader, bucketOf(target));
    return points.length === 0 ? {} : { state: { AccessPointList: points } };
  },

  canonical: canonicalPoints,

  judged: pointsOwned,

  write: (situation) =>
    situation.desired === undefined ? [] : accessPointSteps(situation, situation.desired),

  unreachable: (declared, wanted, target) => pointsObstacle(declared, wanted, bucketOf(target)),
});
