import type * as S3 from '@aws-sdk/client-s3';
import type * as S3Control from '@aws-sdk/client-s3-control';
import { TerminalError } from '../../domain/errors.js';
import type { JsonObject } from '../../domain/json.js';
import type { Reader } from '../../domain/ports.js';
import { type BucketTarget, isDirectoryBucket, type Target } from '../../domain/target.js';

type Reads<Sdk> = {
  [Name in keyof Sdk]: Name extends `${infer Operation}Command`
    ? Operation extends `${'Get' | 'List' | 'Head'}${string}`
      ? Operation
      : never
    : never;
}[keyof Sdk];

type OutputOf<Sdk, Operation extends string> = `${Operation}Command` extends keyof Sdk
  ? Sdk[`${Operation}Command`] extends abstract new (
      ...args: never[]
    ) => infer Command
    ? Command extends {
        resolveMiddleware(...args: never[]): (...args: never[]) => Promise<{ output: infer Output }>;
      }
      ? Output
      : never
    : never
  : never;

/** Reads one bucket through S3, typed by the SDK command's name. The reader adds bucket and expected owner. */
export const readBucket = async <Operation extends Reads<typeof S3>>(
  reader: Reader,
  operation: Operation,
  input: JsonObject = {},
): Promise<OutputOf<typeof S3, Operation>> =>
  (await reader.read({ service: 's3', operation, input })).output as OutputOf<typeof S3, Operation>;

/** Reads account settings or access points through S3 Control. The reader adds the account id. */
export const readAccount = async <Operation extends Reads<typeof S3Control>>(
  reader: Reader,
  operation: Operation,
  input: JsonObject = {},
): Promise<OutputOf<typeof S3Control, Operation>> =>
  (await reader.read({ service: 's3control', operation, input })).output as OutputOf<
    typeof S3Control,
    Operation
  >;

/** The target as a bucket; an account here is a bug of the registry. */
export function bucketOf(target: Target): BucketTarget {
  if (target.kind !== 'bucket')
    throw new TerminalError(`${target.account} is an account and has no bucket settings`);
  return target;
}

/**
 * The input that every write to a bucket begins with: the name, and the owner who must still have it. Directory buckets
 * refuse to be told of an owner; whoever writes to them asks the account's listing before.
 */
export function onBucket(target: Target): { readonly Bucket: string; readonly ExpectedBucketOwner?: string } {
  const { name, account } = bucketOf(target);
  return { Bucket: name, ...(isDirectoryBucket(target) ? {} : { ExpectedBucketOwner: account }) };
}
