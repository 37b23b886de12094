import { TerminalError } from '../domain/errors.js';
import type { Json, JsonObject } from '../domain/json.js';
import { isDirectoryBucket, type Target, targetName } from '../domain/target.js';
import type { SdkCall } from './sdk-command.js';

/** The calls of S3 Control that name their bucket by an ARN. */
export const namesBucketByArn = (operation: string): boolean =>
  /^(?:Tag|Untag)Resource$|^ListTagsForResource$/.test(operation);

/** The members that say whom a call is about, as they must be for this target. */
function belonging(
  target: Target,
  { service, operation, input }: SdkCall,
  region: string | undefined,
): JsonObject {
  const namesBucket = service === 's3' || input['Bucket'] !== undefined;
  const namesArn = namesBucketByArn(operation) || input['ResourceArn'] !== undefined;
  if (target.kind === 'account' && (namesBucket || namesArn))
    throw new TerminalError(`${operation} is about a bucket and cannot be sent for ${targetName(target)}.`);
  const arn = namesArn ? arnOf(target, region) : undefined;
  return {
    ...ownerOf(target, service, operation),
    ...(target.kind === 'bucket' && namesBucket ? { Bucket: target.name } : {}),
    ...(arn === undefined ? {} : { ResourceArn: arn }),
  };
}

/** The bucket's ARN; that of a directory bucket holds its region, and is not known without. */
function arnOf(target: Target, region: string | undefined): string | undefined {
  if (target.kind === 'account') return undefined;
  const { partition, account, name } = target;
  if (!isDirectoryBucket(target)) return `arn:${partition}:s3:::${name}`;
  return region === undefined ? undefined : `arn:${partition}:s3express:${region}:${account}:bucket/${name}`;
}

/**
 * What is only to be created has no owner that could be expected. Directory buckets refuse an expected owner with 501
 * (S3 API Reference, such as GetBucketPolicy): what is sent to them follows a listing of the account.
 */
function ownerOf(target: Target, service: SdkCall['service'], operation: string): JsonObject {
  if (service === 's3control') return { AccountId: target.account };
  return operation === 'CreateBucket' || isDirectoryBucket(target)
    ? {}
    : { ExpectedBucketOwner: target.account };
}

/**
 * The input with the target's own bucket, account and expected owner. Throws a TerminalError if it names any other:
 * a call never leaves its target. S3 User Guide, "Verifying bucket ownership with bucket owner condition". `region` is
 * where a directory bucket is.
 */
export function boundTo(target: Target, call: SdkCall, region?: string): JsonObject {
  const own = belonging(target, call, region);
  for (const [member, value] of Object.entries<Json>(own)) {
    const given = call.input[member];
    if (given !== undefined && given !== value)
      throw new TerminalError(
        `${call.operation} for ${targetName(target)} names ${member} ${JSON.stringify(given)}.`,
      );
  }
  if (isDirectoryBucket(target) && call.input['ExpectedBucketOwner'] !== undefined)
    throw new TerminalError(
      `${call.operation} for the directory bucket ${targetName(target)} names an owner.`,
    );
  return { ...call.input, ...own };
}
