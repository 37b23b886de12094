import type { Account, Bucket, LocalRequest, World } from '../world.js';

/** One request that found its operation. */
export interface Call {
  readonly world: World;
  readonly request: LocalRequest;
  /** Whose thing is asked about: the bucket's owner, the account in `x-amz-account-id`, else the caller. */
  readonly account: Account;
  /** The bucket that the request names, whether it exists or not; empty if it names none. */
  readonly bucketName: string;
  /** True: reads answer what was stored before the last write. */
  readonly stale: boolean;
}

/** A call on a bucket that exists, in its own region, by its owner. */
export interface BucketCall extends Call {
  readonly bucket: Bucket;
}

/** What an operation answers when it is not refused. */
export interface Answer {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A line of the routing table: which request it is, what CloudTrail calls it, and what it does. */
export type Operation = {
  /** API name. */
  readonly name: string;
  /** CloudTrail's name where it is another one. */
  readonly eventName?: string;
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  /** The key in the query that says which part is meant; none for the bucket (or the list) itself. */
  readonly subresource?: string;
  /** True if the request also names one configuration by `id`. */
  readonly byId?: true;
  /** What a caller of another account is told; S3 answers 405 to calls on the bucket policy. */
  readonly foreign?: 'AccessDenied' | 'MethodNotAllowed';
  /** True if every region answers, not only the bucket's. */
  readonly anyRegion?: true;
} & (
  | { readonly on: 'bucket'; run(call: BucketCall): Answer }
  | { readonly on: 'account'; run(call: Call): Answer }
);
