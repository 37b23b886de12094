import type { JsonObject } from '../../domain/json.js';
import type { Target } from '../../domain/target.js';
import { outsiders } from '../../exposure/outsiders.js';
import { matchesPattern } from '../../exposure/patterns.js';
import { isPublicPolicy } from '../../exposure/policy-public.js';
import { deletedPrincipals } from '../../exposure/principals.js';
import { statementsOf, textsOf } from '../../exposure/statements.js';
import { sizeLimit } from './rules/proof.js';

/** Whether the live policy lets in the world, or anybody outside the account whom the declared one does not. */
export function admitsMore(live: JsonObject, declared: JsonObject | undefined, account: string): boolean {
  const expected = declared === undefined ? [] : outsiders(declared, account);
  return isPublicPolicy(live) || outsiders(live, account).some((who) => !expected.includes(who));
}

/** To which points the resources of a policy may lead. */
export interface OwnResources {
  readonly target: Target;
  /** Whether this region and this name, both patterns, can be those of the point. */
  isHere(region: string, point: string): boolean;
  /** What to write instead. */
  readonly advice: string;
}

/** Why S3 would refuse a policy of an access point whatever blocks it, and what to declare instead. */
export function pointPolicyObstacle(policy: JsonObject, own: OwnResources): string | undefined {
  const statements = statementsOf(policy) ?? [];
  if (statements.length === 0) return 'The policy has no statement: leave it out for a point without one.';
  if (Buffer.byteLength(JSON.stringify(policy)) > sizeLimit)
    return `S3 takes policies of ${sizeLimit} bytes.`;
  const [deleted] = statements.flatMap(deletedPrincipals);
  if (deleted !== undefined)
    return `${deleted} is the id of a deleted user or role, which S3 refuses. Name the new one by its ARN, or nobody.`;
  const foreign = statements.flatMap(resourcesOf).find((resource) => !isWithin(resource, own));
  return foreign === undefined
    ? undefined
    : `${foreign} is not this access point, and S3 refuses it. ${own.advice}`;
}

const resourcesOf = (statement: JsonObject): readonly string[] =>
  [statement['Resource'], statement['NotResource']].flatMap((element) => textsOf(element) ?? []);

/** Whether the resource can be the point or what is reached through it. */
function isWithin(resource: string, { target, isHere }: OwnResources): boolean {
  const pattern = resource.replace(/\$\{[^}]*\}/g, '*');
  if (pattern === '*') return true;
  const [arn = '', partition = '', service = '', region = '', owner = '', ...rest] = pattern.split(':');
  const [kind = '', point = '', ...inside] = rest.join(':').split('/');
  return (
    [arn, service].join() === 'arn,s3' &&
    matchesPattern(partition, target.partition) &&
    matchesPattern(owner, target.account) &&
    kind === 'accesspoint' &&
    isHere(region, point) &&
    (inside.length === 0 || matchesPattern(inside[0] ?? '', 'object'))
  );
}

/** The first name that stands twice in a list. */
export const namedTwice = (points: readonly { readonly Name: string }[]): string | undefined =>
  points.map(({ Name }) => Name).find((name, at, names) => names.indexOf(name) < at);
