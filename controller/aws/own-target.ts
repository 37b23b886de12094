import { TerminalError } from '../domain/errors.js';
import type { Json, JsonObject } from '../domain/json.js';
import { type Target, targetName } from '../domain/target.js';
import type { SdkCall } from './sdk-command.js';

/** The members that say whom a call is about, as they must be for this target. */
function belonging(target: Target, { service, operation, input }: SdkCall): JsonObject {
  const namesBucket = service === 's3' || input['Bucket'] !== undefined;
  const namesArn = input['ResourceArn'] !== undefined;
  if (target.kind === 'account' && (namesBucket || namesArn))
    throw new TerminalError(`${operation} is about a bucket and cannot be sent for ${targetName(target)}.`);
  return {
    ...ownerOf(target, service, operation),
    ...(target.kind === 'bucket' && namesBucket ? { Bucket: target.name } : {}),
    ...(target.kind === 'bucket' && namesArn
      ? { ResourceArn: `arn:${target.partition}:s3:::${target.name}` }
      : {}),
  };
}

/** What is only to be created has no owner that could be expected. */
function ownerOf({ account }: Target, service: SdkCall['service'], operation: string): JsonObject {
  if (service === 's3control') return { AccountId: account };
  return operation === 'CreateBucket' ? {} : { ExpectedBucketOwner: account };
}

/**
 * The input with the target's own bucket, account and expected owner. Throws a TerminalError if it names any other:
 * a call never leaves its target. S3 User Guide, "Verifying bucket ownership with bucket owner condition".
 */
export function boundTo(target: Target, call: SdkCall): JsonObject {
  const own = belonging(target, call);
  for (const [member, value] of Object.entries<Json>(own)) {
    const given = call.input[member];
    if (given !== undefined && given !== value)
      throw new TerminalError(
        `${call.operation} for ${targetName(target)} names ${member} ${JSON.stringify(given)}.`,
      );
  }
  return { ...call.input, ...own };
}
