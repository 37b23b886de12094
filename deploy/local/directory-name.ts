/** Whether a bucket is a directory bucket: only their names end so (S3 User Guide, "Directory bucket naming rules"). */
export const isDirectoryName = (bucket: string): boolean => bucket.endsWith('--x-s3');

/** The ARN of a bucket of either kind. */
export const bucketArnOf = (
  partition: string,
  bucket: { readonly name: string; readonly account: string; readonly region: string },
): string =>
  isDirectoryName(bucket.name)
    ? `arn:${partition}:s3express:${bucket.region}:${bucket.account}:bucket/${bucket.name}`
    : `arn:${partition}:s3:::${bucket.name}`;
