import type { JsonObject } from '../../../controller/domain/json.js';
import { allowing, bucketArn, closed, objects, partner, type RowCase, us } from './row-case.js';

const getAndPut = (names: string): readonly string[] =>
  names.split(' ').flatMap((name) => [`Get${name}`, `Put${name}`]);

/** As the Service Authorization Reference lists them, by what they act on. */
const onBucket: readonly string[] = [
  ...getAndPut(
    'AccelerateConfiguration AnalyticsConfiguration BucketAcl BucketCORS BucketLogging BucketNotification BucketObjectLockConfiguration BucketOwnershipControls BucketPolicy BucketPublicAccessBlock BucketRequestPayment BucketTagging BucketVersioning BucketWebsite EncryptionConfiguration IntelligentTieringConfiguration InventoryConfiguration LifecycleConfiguration MetricsConfiguration ReplicationConfiguration',
  ),
  ...'CreateBucket DeleteBucket DeleteBucketPolicy DeleteBucketWebsite ListBucket ListBucketVersions ListBucketMultipartUploads GetBucketLocation GetBucketPolicyStatus GetBucketMetadataTableConfiguration'.split(
    ' ',
  ),
];
const onObject: readonly string[] = [
  ...getAndPut('Object ObjectAcl ObjectVersionAcl ObjectLegalHold ObjectRetention ObjectTagging'),
  ...getAndPut('ObjectVersionTagging'),
  ...'DeleteObject DeleteObjectTagging DeleteObjectVersionTagging DeleteObjectVersion GetObjectVersion GetObjectAttributes GetObjectVersionAttributes GetObjectTorrent GetObjectVersionTorrent GetObjectVersionForReplication AbortMultipartUpload BypassGovernanceRetention InitiateReplication ListMultipartUploadParts ObjectOwnerOverrideToBucketOwner ReplicateDelete ReplicateObject ReplicateTags RestoreObject'.split(
    ' ',
  ),
];
/** Who may do one of these may let others in, or himself. */
const changing: ReadonlySet<string> = new Set(
  'PutBucketAcl PutObjectAcl PutObjectVersionAcl PutBucketPolicy DeleteBucketPolicy PutBucketOwnershipControls PutBucketPublicAccessBlock'.split(
    ' ',
  ),
);

const isRead = (name: string): boolean => name.startsWith('Get') || name.startsWith('List');

const single: readonly RowCase[] = [
  ...onBucket.map((name) => [name, bucketArn, objects] as const),
  ...onObject.map((name) => [name, objects, bucketArn] as const),
].flatMap(([name, right, wrong]) => [
  {
    row: 'action to everybody',
    title: name,
    given: allowing({ Action: `s3:${name}`, Resource: right }),
    expect: {
      policyPublic: true,
      effectivelyPublic: { read: isRead(name), write: !isRead(name) },
      grantsAclWrite: changing.has(name),
      grantsAclWriteExternal: changing.has(name),
    },
  },
  {
    row: 'action on what it does not act on',
    title: name,
    given: allowing({ Action: `s3:${name}`, Resource: wrong }),
    expect: { policyPublic: true, effectivelyPublic: { read: false, write: false } },
  },
  ...[...(changing.has(name) ? [name] : [])].flatMap((each) => [
    {
      row: 'action that changes access, to some',
      title: `${each} to the account itself`,
      given: allowing({ Principal: { AWS: us }, Action: `s3:${each}`, Resource: right }),
      expect: { ...closed(), grantsAclWrite: true, grantsAclWriteExternal: false },
    },
    {
      row: 'action that changes access, to some',
      title: `${each} to a partner`,
      given: allowing({ Principal: { AWS: partner }, Action: `s3:${each}`, Resource: right }),
      expect: { ...closed(partner), grantsAclWrite: true, grantsAclWriteExternal: true },
    },
    {
      row: 'action that changes access, to some',
      title: `${each} to a deleted role`,
      given: allowing({ Principal: { AWS: 'AROAQ3EGUXYZ' }, Action: `s3:${each}`, Resource: right }),
      expect: { ...closed(), grantsAclWrite: false, grantsAclWriteExternal: false },
    },
  ]),
]);

const both = [bucketArn, objects];
/** What a pattern or its complement comes to: read, write, and whether it changes access. */
const patterns: readonly (readonly [JsonObject, boolean, boolean, boolean])[] = [
  [{ Action: '*' }, true, true, true],
  [{ Action: 's3:*' }, true, true, true],
  [{ Action: 'S3:*' }, true, true, true],
  [{ Action: 's3:Get*' }, true, false, false],
  [{ Action: 's3:getobject' }, true, false, false],
  [{ Action: 's3:GETOBJECT' }, true, false, false],
  [{ Action: 's3:List*' }, true, false, false],
  [{ Action: 's3:Put*' }, false, true, true],
  [{ Action: 's3:PutObject' }, false, true, false],
  [{ Action: 's3:PutObject*' }, false, true, true],
  [{ Action: 's3:Put?ucketAcl' }, false, true, true],
  [{ Action: 's3:*Acl' }, true, true, true],
  [{ Action: 's3:Delete*' }, false, true, true],
  [{ Action: 's3:DeleteObject*' }, false, true, false],
  [{ Action: ['s3:GetObject', 's3:PutObject'] }, true, true, false],
  [{ Action: 's3:NoSuchAction' }, false, false, false],
  [{ Action: 'ec2:*' }, false, false, false],
  [{ Action: 's3:GetObject ' }, false, false, false],
  [{ Action: [] }, false, false, false],
  [{ NotAction: 's3:DeleteBucket' }, true, true, true],
  [{ NotAction: 's3:*' }, false, false, false],
  [{ NotAction: ['s3:Put*', 's3:Delete*'] }, true, true, false],
  [{ NotAction: ['s3:Get*', 's3:List*'] }, false, true, true],
  [{ NotAction: [] }, true, true, true],
  [{ Action: null }, true, true, true],
  [{ Action: [{}] }, true, true, true],
  [{ Action: 's3:GetObject', NotAction: 's3:GetObject' }, true, true, true],
];

const byPattern: readonly RowCase[] = patterns.map(([element, read, write, changes]) => {
  const { Action: _, ...rest } = { Effect: 'Allow', Principal: '*', Action: '', Resource: both };
  return {
    row: 'patterns of actions',
    title: JSON.stringify(element),
    given: { ...allowing({}), policy: { Statement: [{ ...rest, ...element }] } },
    expect: {
      policyPublic: true,
      effectivelyPublic: { read, write },
      grantsAclWrite: changes,
      grantsAclWriteExternal: changes,
    },
  };
});

export const actionCases: readonly RowCase[] = [...single, ...byPattern];
