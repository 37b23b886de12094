import {
  GetBucketAclCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLoggingCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { key, logBucket } from './fleet.js';

/** Looks at a data bucket with the SDK alone, and names the aspects that are not as the fleet's baseline demands. */
export async function wrongWith(s3: S3Client, Bucket: string): Promise<readonly string[]> {
  const found = await Promise.all(
    Object.entries(checks).map(async ([aspect, holds]) =>
      (await holds(s3, Bucket).catch(() => false)) ? [] : [aspect],
    ),
  );
  return found.flat();
}

const checks: Readonly<Record<string, (s3: S3Client, Bucket: string) => Promise<boolean>>> = {
  async publicAccessBlock(s3, Bucket) {
    const { PublicAccessBlockConfiguration: block = {} } = await s3.send(
      new GetPublicAccessBlockCommand({ Bucket }),
    );
    return Object.keys(block).length === 4 && Object.values(block).every((on) => on);
  },
  async ownershipControls(s3, Bucket) {
    const { OwnershipControls } = await s3.send(new GetBucketOwnershipControlsCommand({ Bucket }));
    return OwnershipControls?.Rules?.[0]?.ObjectOwnership === 'BucketOwnerEnforced';
  },
  async acl(s3, Bucket) {
    const { Owner, Grants = [] } = await s3.send(new GetBucketAclCommand({ Bucket }));
    return Grants.every(({ Grantee }) => Grantee?.ID === Owner?.ID);
  },
  async bucketPolicy(s3, Bucket) {
    const { Policy = '{}' } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
    const { Statement } = JSON.parse(Policy) as { Statement: readonly { Sid?: string; Effect: string }[] };
    return Statement.length === 1 && Statement[0]?.Sid === 'TlsOnly' && Statement[0].Effect === 'Deny';
  },
  async encryption(s3, Bucket) {
    const { ServerSideEncryptionConfiguration } = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
    const rule = ServerSideEncryptionConfiguration?.Rules?.[0];
    const { SSEAlgorithm, KMSMasterKeyID } = rule?.ApplyServerSideEncryptionByDefault ?? {};
    return SSEAlgorithm === 'aws:kms' && KMSMasterKeyID === key && rule?.BucketKeyEnabled === true;
  },
  async versioning(s3, Bucket) {
    return (await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status === 'Enabled';
  },
  async lifecycle(s3, Bucket) {
    const { Rules = [] } = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
    return Rules.length === 1 && Rules[0]?.ID === 'abort-uploads' && Rules[0].Expiration === undefined;
  },
  async logging(s3, Bucket) {
    const { LoggingEnabled } = await s3.send(new GetBucketLoggingCommand({ Bucket }));
    return LoggingEnabled?.TargetBucket === logBucket && LoggingEnabled.TargetPrefix === `${Bucket}/`;
  },
};
