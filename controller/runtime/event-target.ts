import { isObject } from '../domain/json.js';
import { type AccountTarget, parseTarget, type Target, targetKey } from '../domain/target.js';
import { forms, listAt, memberAt, objectAt, textAt } from './fields.js';

type Members = Readonly<Record<string, unknown>>;

/** What a record says it is about. */
export type TargetClaim =
  | { readonly kind: 'target'; readonly target: Target }
  | { readonly kind: 'point'; readonly point: PointClaim }
  | { readonly kind: 'notOurs' | 'malformed'; readonly reason: string };

/** An access point that a record names, and no bucket; where the request went, the point is. */
export interface PointClaim {
  readonly account: AccountTarget;
  readonly region: string;
  readonly name: string;
}

const notOurs = (reason: string): TargetClaim => ({ kind: 'notOurs', reason });
const malformed = (reason: string): TargetClaim => ({ kind: 'malformed', reason });

/**
 * The bucket or account that a record is about: `requestParameters.bucketName` first, `resources` second, the ARN for
 * the calls that name only that; never Host, which the caller writes. The account is the one that received the
 * record, since a bucket's owner always receives it. CloudTrail User Guide, "CloudTrail record contents".
 */
export function claimedTarget(
  call: string,
  record: Members,
  accountOf: (id: string) => AccountTarget | undefined,
): TargetClaim {
  const parameters = objectAt(record, 'requestParameters');
  const named = bucketName(call, record, parameters);
  const onAccount = isAccountCall(call, named);
  const received = textAt(record, 'recipientAccountId', forms.account);
  const caller = textAt(objectAt(record, 'userIdentity'), 'accountId', forms.account);
  const id = received ?? (onAccount ? caller : undefined);
  if (id === undefined) return malformed('recipientAccountId is not an account');
  const account = accountOf(id);
  if (account === undefined) return notOurs('the account is not enrolled');
  if (onAccount) return { kind: 'target', target: account };
  if (named === undefined) {
    const point = pointIn(call, record, account);
    return point ?? notOurs('the call names neither a bucket nor account settings');
  }
  const target = typeof named === 'string' ? bucketIn(account, named) : undefined;
  if (target === undefined) {
    // Everybody may call with any nonsense for a name, and S3 refuses it: true records of that must not pile up as poison.
    return memberAt(record, 'errorCode') === undefined
      ? malformed('bucketName is not a name of a bucket')
      : notOurs('a refused call to a name that no bucket can have');
  }
  if (isForeign(record, named, id)) return notOurs('another account owns the bucket');
  return { kind: 'target', target };
}

/** The bucket of that name in an account, or nothing if no bucket can have the name. */
export const bucketIn = (account: AccountTarget, name: string): Target | undefined =>
  parseTarget(`${targetKey(account).replace(/\/account$/, '/bucket/')}${name}`);

function isAccountCall(call: string, named: unknown): boolean {
  if (/^(?:Put|Delete)AccountPublicAccessBlock$/.test(call)) return true;
  // It may name buckets, too: those that the point leads to.
  if (/^[A-Z][a-z]+MultiRegionAccessPoint[A-Z]?[a-z]*$/.test(call)) return true;
  return named === undefined && /^(?:Put|Delete)PublicAccessBlock$/.test(call);
}

function bucketName(call: string, record: Members, parameters: Members): unknown {
  const named = memberAt(parameters, 'bucketName');
  if (named !== undefined && named !== null) return named;
  if (/^(?:Tag|Untag)Resource$/.test(call)) return nameInArn(memberAt(parameters, 'resourceArn'));
  if (call === 'CreateAccessPoint') return bucketOfNewPoint(parameters);
  for (const resource of bucketResources(record)) {
    const name = nameInArn(memberAt(resource, 'ARN'));
    if (name !== undefined) return name;
  }
  return undefined;
}

const pointName = /^[a-z0-9][a-z0-9-]{1,48}[a-z0-9]$/;

/** The calls on the policy of an access point name the point alone. One that is deleted is in front of no bucket any more. */
function pointIn(call: string, record: Members, account: AccountTarget): TargetClaim | undefined {
  if (!/^(?:Put|Delete)AccessPointPolicy$/.test(call)) return undefined;
  const name = textAt(objectAt(record, 'requestParameters'), 'name', pointName);
  const region = textAt(record, 'awsRegion', forms.region);
  if (name === undefined || region === undefined) return undefined;
  return { kind: 'point', point: { account, region, name } };
}

/** The bucket of a new access point is in the body of the request; of the calls on access points only this one names it. */
const bucketOfNewPoint = (parameters: Members): unknown =>
  memberAt(objectAt(parameters, 'CreateAccessPointRequest'), 'Bucket') ?? memberAt(parameters, 'bucket');

/** A record in the caller's own account about a bucket of somebody else; its owner has a record too. */
function isForeign(record: Members, name: unknown, account: string): boolean {
  const owners = bucketResources(record)
    .filter((resource) => nameInArn(memberAt(resource, 'ARN')) === name)
    .map((resource) => textAt(resource, 'accountId', forms.account));
  return owners.some((owner) => owner !== undefined && owner !== account);
}

const bucketResources = (record: Members): readonly Members[] =>
  listAt(record, 'resources', 20).filter(isObject);

const bucketArn = /^arn:aws[a-z-]*:(?:s3:::|s3express:[a-z0-9-]+:\d{12}:bucket\/)([^/:]+)$/;

/** The bucket's name in its ARN, or nothing if it is none. */
export function nameInArn(arn: unknown): string | undefined {
  if (typeof arn !== 'string' || arn.length > 512) return undefined;
  // The ARN travels in the request's path, where its colons and slashes may be escaped.
  return bucketArn.exec(arn.replaceAll(/%3a/gi, ':').replaceAll(/%2f/gi, '/'))?.[1];
}
