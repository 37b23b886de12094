/**
 * The S3 actions that the oracle knows, with what each lets its holder do and where its resource lies. Sources: Service
 * Authorization Reference, "Actions, resources, and condition keys for Amazon S3"; S3 User Guide, "ACL overview".
 */

/** What an outsider may do: look, change, or change who may (`acl` comes beside `write`). */
export type Capability = 'read' | 'write' | 'acl';

/** One action and the level of the ARN that it is granted on. */
export interface KnownAction {
  readonly name: string;
  readonly level: 'bucket' | 'object';
}

const BUCKET_ACTIONS = [
  'ListBucket ListBucketVersions ListBucketMultipartUploads GetBucketAcl GetBucketPolicy GetBucketPolicyStatus',
  'GetBucketLocation GetBucketCORS GetBucketLogging GetBucketNotification GetBucketTagging GetBucketVersioning',
  'GetBucketWebsite GetBucketOwnershipControls GetBucketPublicAccessBlock GetEncryptionConfiguration',
  'GetLifecycleConfiguration GetReplicationConfiguration GetInventoryConfiguration GetAccelerateConfiguration',
  'GetAnalyticsConfiguration GetMetricsConfiguration GetIntelligentTieringConfiguration GetBucketRequestPayment',
  'GetBucketObjectLockConfiguration DeleteBucket DeleteBucketPolicy DeleteBucketWebsite PutBucketAcl PutBucketPolicy',
  'PutBucketCORS PutBucketLogging PutBucketNotification PutBucketTagging PutBucketVersioning PutBucketWebsite',
  'PutBucketOwnershipControls PutBucketPublicAccessBlock PutEncryptionConfiguration PutLifecycleConfiguration',
  'PutReplicationConfiguration PutInventoryConfiguration PutAccelerateConfiguration PutAnalyticsConfiguration',
  'PutMetricsConfiguration PutIntelligentTieringConfiguration PutBucketRequestPayment PutBucketObjectLockConfiguration',
];

const OBJECT_ACTIONS = [
  'GetObject GetObjectVersion GetObjectAcl GetObjectVersionAcl GetObjectAttributes GetObjectVersionAttributes',
  'GetObjectTagging GetObjectVersionTagging GetObjectLegalHold GetObjectRetention GetObjectTorrent',
  'GetObjectVersionTorrent GetObjectVersionForReplication ListMultipartUploadParts PutObject PutObjectAcl',
  'PutObjectVersionAcl PutObjectTagging PutObjectVersionTagging PutObjectLegalHold PutObjectRetention DeleteObject',
  'DeleteObjectVersion DeleteObjectTagging DeleteObjectVersionTagging AbortMultipartUpload BypassGovernanceRetention',
  'InitiateReplication ObjectOwnerOverrideToBucketOwner ReplicateDelete ReplicateObject ReplicateTags RestoreObject',
];

const words = (lines: readonly string[]) => lines.flatMap((line) => line.split(' '));

/** Every action that the oracle knows. */
export const KNOWN_ACTIONS: readonly KnownAction[] = [
  ...words(BUCKET_ACTIONS).map((name) => ({ name, level: 'bucket' as const })),
  ...words(OBJECT_ACTIONS).map((name) => ({ name, level: 'object' as const })),
];

const PERMISSION_ACTIONS = new Set(
  words([
    'PutBucketAcl PutObjectAcl PutObjectVersionAcl PutBucketPolicy DeleteBucketPolicy PutBucketOwnershipControls',
    'PutBucketPublicAccessBlock',
  ]),
);

/** What each permission of an ACL on a bucket allows. */
export const ACL_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  READ: ['ListBucket', 'ListBucketVersions', 'ListBucketMultipartUploads'],
  WRITE: ['PutObject'],
  READ_ACP: ['GetBucketAcl'],
  WRITE_ACP: ['PutBucketAcl'],
  FULL_CONTROL: [
    'ListBucket',
    'ListBucketVersions',
    'ListBucketMultipartUploads',
    'PutObject',
    'GetBucketAcl',
    'PutBucketAcl',
  ],
};

/** What holding this action comes to. */
export function capabilitiesOf(action: string): readonly Capability[] {
  if (/^(Get|List)/.test(action)) return ['read'];
  return PERMISSION_ACTIONS.has(action) ? ['write', 'acl'] : ['write'];
}
