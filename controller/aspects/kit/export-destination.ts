import type { Json, JsonObject } from '../../domain/json.js';

/**
 * Whether what is exported now goes to another bucket than the one that is declared, so that putting the declared
 * destination over it stops a leak. Nothing is exported where there is no destination.
 */
export const leadsElsewhere = (declared: Destination | undefined, live: Destination | undefined): boolean =>
  live !== undefined && live.S3BucketDestination?.['Bucket'] !== declared?.S3BucketDestination?.['Bucket'];

/** What S3 exports to. */
export type Destination = { readonly S3BucketDestination?: JsonObject; readonly [other: string]: Json };

/** The form in which equal destinations are equal: an empty prefix is the same as none. */
export const canonicalDestination = ({ S3BucketDestination: bucket, ...rest }: Destination): JsonObject => ({
  ...(rest as JsonObject),
  ...(bucket === undefined ? {} : { S3BucketDestination: { Prefix: '', ...bucket } }),
});

/** The ARN of the bucket to export to. It has no account in it, so whose bucket that is has to be said beside it. */
export const destinationBucket: JsonObject = {
  type: 'string',
  pattern: '^arn:aws[a-z-]*:s3:::[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$',
  description: 'The ARN of a bucket in the same region whose policy lets S3 write: arn:aws:s3:::my-reports.',
};

/** Whose bucket it must be (S3 API Reference: without it the owner is not verified before the export). */
export const destinationAccount: JsonObject = {
  type: 'string',
  pattern: '^[0-9]{12}$',
  description:
    "The account that owns the bucket, such as '111122223333'. Without it S3 asks nobody whose it is.",
};
