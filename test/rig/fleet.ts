import { CreateBucketCommand, type S3Client } from '@aws-sdk/client-s3';

/** The account and the log bucket that every fleet has. */
export const account = '111122223333';
export const foreigner = '444455556666';
export const logBucket = 'logs-central';
export const key = `arn:aws:kms:us-east-1:${account}:key/11111111-2222-3333-4444-555555555555`;

/** What every `data-*` bucket of a fleet must look like, as a person writes it. */
export const dataBaseline = `
name: data
select:
  buckets: ['data-*']
environment: test
aspects:
  publicAccessBlock: {}
  ownershipControls: { ObjectOwnership: BucketOwnerEnforced }
  bucketPolicy:
    Version: '2012-10-17'
    Statement:
      - Sid: TlsOnly
        Effect: Deny
        Principal: '*'
        Action: 's3:*'
        Resource: ['arn:\${partition}:s3:::\${bucket}', 'arn:\${partition}:s3:::\${bucket}/*']
        Condition: { Bool: { 'aws:SecureTransport': 'false' } }
  encryption:
    SSEAlgorithm: aws:kms
    KMSMasterKeyID: ${key}
    BucketKeyEnabled: true
    BlockedEncryptionTypes: [SSE-C]
  versioning: { Status: Enabled }
  lifecycle:
    Rules:
      - ID: abort-uploads
        Status: Enabled
        Filter: {}
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 }
  logging: { TargetBucket: ${logBucket}, TargetPrefix: '\${bucket}/' }
  tagging: { classification: confidential }
`;

/** A website that is allowed to be public, and must be public in just this way. */
export const siteBaseline = `
name: site
select:
  buckets: ['www-*']
aspects:
  publicAccessBlock: { BlockPublicAcls: false, IgnorePublicAcls: false, BlockPublicPolicy: false, RestrictPublicBuckets: false }
  ownershipControls: { ObjectOwnership: BucketOwnerEnforced }
  bucketPolicy:
    Version: '2012-10-17'
    Statement:
      - Effect: Allow
        Principal: '*'
        Action: 's3:GetObject'
        Resource: 'arn:\${partition}:s3:::\${bucket}/*'
`;

/** The names of a fleet's data buckets. */
export const namesOf = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `data-${String(index + 1).padStart(2, '0')}`);

/** Creates the buckets of a fleet, as AWS makes them today. */
export async function createFleet(s3: S3Client, names: readonly string[]): Promise<void> {
  await s3.send(new CreateBucketCommand({ Bucket: logBucket }));
  await Promise.all(names.map((Bucket) => s3.send(new CreateBucketCommand({ Bucket }))));
}
