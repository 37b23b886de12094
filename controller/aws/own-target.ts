import { TerminalError } from '../domain/errors.js';
import type { Json, JsonObject } from '../domain/json.js';
import { type Target, targetName } from '../domain/target.js';
import type { SdkCall } from './sdk-command.js';

/** The members that say whom a call is about, as they must be for this target. */
function belonging(target: Target, { service, operation, input }: SdkCall): JsonObject {
  if (service === 's3control') {
    const arn = target.kind === 'bucket' ? `arn:${target.partition}:s3:::${target.name}` : undefined;
    if (input['ResourceArn'] === undefined) return { AccountId: target.account };
    if (arn !== undefined) return { AccountId: target.account, ResourceArn: arn };
  } else if (target.kind === 'bucket') return { Bucket: target.name, ExpectedBucketOwner: target.account };
  throw new TerminalError(`${operation} is about a bucket and cannot be sent for ${targetName(target)}.`);
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
