import type { JsonObject } from '../../domain/json.js';
import type { Desired } from '../../domain/observation.js';
import { isDirectoryBucket, type Target } from '../../domain/target.js';
import { lockedOut } from '../../exposure/lock-out.js';
import { matchesPattern } from '../../exposure/patterns.js';
import { isPublicPolicy } from '../../exposure/policy-public.js';
import { deletedPrincipals } from '../../exposure/principals.js';
import { statementsOf, textsOf } from '../../exposure/statements.js';
import { asBlock } from './blocks.js';
import { bucketOf } from './calls.js';
import { rulesObstacle } from './rules/obstacle.js';
import { sizeLimit } from './rules/proof.js';
import { isByRule } from './rules/rules.js';

/** Why what is declared can never be reached or kept: as a document, or as rules. */
export const policyObstacle = (
  declared: JsonObject,
  wanted: ReadonlyMap<string, Desired>,
  target: Target,
): string | undefined =>
  // A glob may take in directory buckets among others: what those do not take is told where it differs.
  isDirectoryBucket(target)
    ? undefined
    : isByRule(declared)
      ? rulesObstacle(declared, target, (policy) => documentObstacle(policy, wanted, target))
      : documentObstacle(declared, wanted, target);

/** Why S3 would refuse the policy, or the controller could never repair it again, and what to declare instead. */
function documentObstacle(
  policy: JsonObject,
  wanted: ReadonlyMap<string, Desired>,
  target: Target,
): string | undefined {
  const { partition, account, name } = bucketOf(target);
  const statements = statementsOf(policy) ?? [];
  if (statements.length === 0)
    return 'The policy has no statement, and S3 takes none without. Declare `absent` for no policy.';
  const size = Buffer.byteLength(JSON.stringify(policy));
  if (size > sizeLimit)
    return `The policy has ${size} bytes, and S3 takes ${sizeLimit}. Join statements, or move some to access points.`;
  const [deleted] = statements.flatMap(deletedPrincipals);
  if (deleted !== undefined)
    return `${deleted} is the id of a deleted user or role, which S3 refuses. Name the new one by its ARN, or nobody.`;
  const bucketArn = `arn:${partition}:s3:::${name}`;
  const foreign = statements.flatMap(resourcesOf).find((resource) => !isWithin(resource, bucketArn));
  if (foreign !== undefined)
    return `${foreign} is not in this bucket, and S3 refuses it. Write ${bucketArn} or ${bucketArn}/*.`;
  const [denied] = lockedOut(policy, bucketArn, account);
  if (denied !== undefined)
    return `The policy denies ${denied} to everybody, the controller too. Exempt its role with ArnNotEquals on aws:PrincipalArn.`;
  const block = wanted.get('publicAccessBlock');
  const { BlockPublicPolicy, RestrictPublicBuckets } = asBlock(block?.kind === 'value' ? block.value : {});
  if ((BlockPublicPolicy || RestrictPublicBuckets) && isPublicPolicy(policy))
    return 'The policy is public, and publicAccessBlock forbids that. Declare BlockPublicPolicy and RestrictPublicBuckets false beside it, or confine the policy to fixed principals or condition values.';
  return undefined;
}

const resourcesOf = (statement: JsonObject): readonly string[] =>
  [statement['Resource'], statement['NotResource']].flatMap((element) => textsOf(element) ?? []);

/** Whether the resource can be this bucket or something in it. A policy variable may become anything. */
function isWithin(resource: string, bucketArn: string): boolean {
  const pattern = resource.replace(/\$\{[^}]*\}/g, '*');
  const [bucket = ''] = pattern.split('/');
  return matchesPattern(bucket, bucketArn);
}
