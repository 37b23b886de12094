import type { JsonObject } from '../../domain/json.js';
import type { Desired } from '../../domain/observation.js';
import type { BucketTarget } from '../../domain/target.js';
import { matchesPattern } from '../../exposure/patterns.js';
import { isPublicPolicy } from '../../exposure/policy-public.js';
import { deletedPrincipals } from '../../exposure/principals.js';
import { statementsOf, textsOf } from '../../exposure/statements.js';
import { type AccessPoint, type AccessPoints, blockOfPoint } from './access-point.js';
import { asBlock, type Block, open } from './blocks.js';
import { sizeLimit } from './rules/proof.js';

/** Why S3 would refuse the points, or their policies could not be kept, and what to declare instead. */
export function pointsObstacle(
  { AccessPointList: points }: AccessPoints,
  wanted: ReadonlyMap<string, Desired>,
  target: BucketTarget,
): string | undefined {
  const names = points.map(({ Name }) => Name);
  const twice = names.find((name, at) => names.indexOf(name) < at);
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
  const statements = statementsOf(policy) ?? [];
  if (statements.length === 0) return 'The policy has no statement: leave it out for a point without one.';
  if (Buffer.byteLength(JSON.stringify(policy)) > sizeLimit)
    return `S3 takes policies of ${sizeLimit} bytes.`;
  const [deleted] = statements.flatMap(deletedPrincipals);
  if (deleted !== undefined)
    return `${deleted} is the id of a deleted user or role, which S3 refuses. Name the new one by its ARN, or nobody.`;
  const foreign = statements.flatMap(resourcesOf).find((resource) => !isWithin(resource, point.Name, target));
  if (foreign !== undefined)
    return `${foreign} is not this access point, and S3 refuses it. Write arn:${target.partition}:s3:REGION:${target.account}:accesspoint/${point.Name} or that with /object/*.`;
  const own = blockOfPoint(point);
  const isBlocked = [own, ofBucket].some((block) => block.BlockPublicPolicy || block.RestrictPublicBuckets);
  if (point.VpcConfiguration === undefined && isBlocked && isPublicPolicy(policy))
    return 'The policy is public, and Block Public Access of the point or of the bucket forbids that. Confine it to fixed principals or condition values, or declare BlockPublicPolicy and RestrictPublicBuckets false in both.';
  return undefined;
}

const resourcesOf = (statement: JsonObject): readonly string[] =>
  [statement['Resource'], statement['NotResource']].flatMap((element) => textsOf(element) ?? []);

/** Whether the resource can be this point or what is reached through it, in whatever region. */
function isWithin(resource: string, name: string, { partition, account }: BucketTarget): boolean {
  const pattern = resource.replace(/\$\{[^}]*\}/g, '*');
  if (pattern === '*') return true;
  const [arn = '', itsPartition = '', service = '', , owner = '', ...rest] = pattern.split(':');
  const [kind = '', point = '', ...inside] = rest.join(':').split('/');
  return (
    [arn, service].join() === 'arn,s3' &&
    matchesPattern(itsPartition, partition) &&
    matchesPattern(owner, account) &&
    kind === 'accesspoint' &&
    matchesPattern(point, name) &&
    (inside.length === 0 || matchesPattern(inside[0] ?? '', 'object'))
  );
}
