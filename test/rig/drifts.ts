import {
  DeleteBucketEncryptionCommand,
  DeleteBucketPolicyCommand,
  DeletePublicAccessBlockCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketLoggingCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { foreigner } from './fleet.js';

/** One bad thing that somebody does to a bucket of the fleet: one call, one aspect. */
export interface Drift {
  readonly name: string;
  readonly aspect: string;
  send(
    s3: S3Client,
    bucket: string,
  ): Promise<{ readonly $metadata: { readonly requestId?: string | undefined } }>;
}

const share = (bucket: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${foreigner}:root` },
        Action: 's3:GetObject',
        Resource: `arn:aws:s3:::${bucket}/*`,
      },
    ],
  });

/** Each of them leaves the bucket different from its baseline, and S3 refuses none of them. */
export const drifts: readonly Drift[] = [
  {
    name: 'deletes the public access block',
    aspect: 'publicAccessBlock',
    send: (s3, Bucket) => s3.send(new DeletePublicAccessBlockCommand({ Bucket })),
  },
  {
    name: 'weakens the public access block',
    aspect: 'publicAccessBlock',
    send: (s3, Bucket) =>
      s3.send(
        new PutPublicAccessBlockCommand({
          Bucket,
          PublicAccessBlockConfiguration: { BlockPublicAcls: true, IgnorePublicAcls: true },
        }),
      ),
  },
  {
    name: 'deletes the policy',
    aspect: 'bucketPolicy',
    send: (s3, Bucket) => s3.send(new DeleteBucketPolicyCommand({ Bucket })),
  },
  {
    name: 'shares with a foreign account',
    aspect: 'bucketPolicy',
    send: (s3, Bucket) => s3.send(new PutBucketPolicyCommand({ Bucket, Policy: share(Bucket) })),
  },
  {
    name: 'resets the encryption',
    aspect: 'encryption',
    send: (s3, Bucket) => s3.send(new DeleteBucketEncryptionCommand({ Bucket })),
  },
  {
    name: 'downgrades the encryption',
    aspect: 'encryption',
    send: (s3, Bucket) =>
      s3.send(
        new PutBucketEncryptionCommand({
          Bucket,
          ServerSideEncryptionConfiguration: {
            Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
          },
        }),
      ),
  },
  {
    name: 'suspends versioning',
    aspect: 'versioning',
    send: (s3, Bucket) =>
      s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Suspended' } })),
  },
  {
    name: 'switches logging off',
    aspect: 'logging',
    send: (s3, Bucket) => s3.send(new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: {} })),
  },
  {
    name: 'lets everything expire after a day',
    aspect: 'lifecycle',
    send: (s3, Bucket) =>
      s3.send(
        new PutBucketLifecycleConfigurationCommand({
          Bucket,
          LifecycleConfiguration: {
            Rules: [{ ID: 'gone', Status: 'Enabled', Filter: {}, Expiration: { Days: 1 } }],
          },
        }),
      ),
  },
  {
    name: 'switches ACLs on again',
    aspect: 'ownershipControls',
    send: (s3, Bucket) =>
      s3.send(
        new PutBucketOwnershipControlsCommand({
          Bucket,
          OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] },
        }),
      ),
  },
];
