import * as s3 from '@aws-sdk/client-s3';

/** What the loop holds the bucket to. */
export const baseline = (bucket: string): string => `
name: conformance
select:
  buckets: ['${bucket}']
aspects:
  publicAccessBlock: {}
  bucketPolicy:
    Version: '2012-10-17'
    Statement:
      - Sid: TlsOnly
        Effect: Deny
        Principal: '*'
        Action: 's3:*'
        Resource: ['arn:aws:s3:::${bucket}', 'arn:aws:s3:::${bucket}/*']
        Condition: { Bool: { 'aws:SecureTransport': 'false' } }
  encryption: { SSEAlgorithm: AES256 }
  versioning: { Status: Enabled }
  cors:
    - { AllowedMethods: [GET], AllowedOrigins: ['https://example.com'] }
`;

/** Everything that an intruder changes, and how a plain read shows that it is back. */
export const damages: Readonly<
  Record<
    string,
    readonly [
      (b: string, c: s3.S3Client) => Promise<unknown>,
      (b: string, c: s3.S3Client) => Promise<boolean>,
    ]
  >
> = {
  publicAccessBlock: [
    (Bucket, client) => client.send(new s3.DeletePublicAccessBlockCommand({ Bucket })),
    async (Bucket, client) =>
      (await client.send(new s3.GetPublicAccessBlockCommand({ Bucket }))).PublicAccessBlockConfiguration
        ?.RestrictPublicBuckets === true,
  ],
  bucketPolicy: [
    (Bucket, client) => client.send(new s3.DeleteBucketPolicyCommand({ Bucket })),
    async (Bucket, client) =>
      (await client.send(new s3.GetBucketPolicyCommand({ Bucket }))).Policy?.includes('TlsOnly') === true,
  ],
  versioning: [
    (Bucket, client) =>
      client.send(
        new s3.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Suspended' } }),
      ),
    async (Bucket, client) =>
      (await client.send(new s3.GetBucketVersioningCommand({ Bucket }))).Status === 'Enabled',
  ],
  cors: [
    (Bucket, client) =>
      client.send(
        new s3.PutBucketCorsCommand({
          Bucket,
          CORSConfiguration: { CORSRules: [{ AllowedMethods: ['PUT'], AllowedOrigins: ['*'] }] },
        }),
      ),
    async (Bucket, client) =>
      (await client.send(new s3.GetBucketCorsCommand({ Bucket }))).CORSRules?.[0]?.AllowedMethods?.[0] ===
      'GET',
  ],
};

/** What there is to put back. */
export const everything = Object.keys(damages).sort();
/** The names of all that is as declared. */
export const back = async (client: s3.S3Client, bucket: string): Promise<readonly string[]> => {
  const found = await Promise.all(
    Object.entries(damages).map(async ([aspect, [, isBack]]) =>
      (await isBack(bucket, client).catch(() => false)) ? [aspect] : [],
    ),
  );
  return found.flat();
};
