import { type Check, send } from '../check.js';
import { checkOf, type OneCall, readableBy, stranger } from './one-call.js';

const publicRead = { ACL: 'public-read' };
const withAcls = { ObjectOwnership: 'ObjectWriter' };

const refusals: readonly OneCall[] = [
  {
    operation: 'PutBucketAcl',
    says: 'is refused under BucketOwnerEnforced',
    expected: 'AccessControlListNotSupported',
    isOpen: true,
    input: () => publicRead,
  },
  {
    operation: 'PutBucketAcl',
    says: 'is refused by BlockPublicAcls if it is public',
    expected: 'AccessDenied',
    made: withAcls,
    input: () => publicRead,
  },
  {
    operation: 'PutBucketOwnershipControls',
    says: 'BucketOwnerEnforced is refused over a public ACL',
    expected: 'InvalidBucketAclWithObjectOwnership',
    made: withAcls,
    isOpen: true,
    before: (place, Bucket) => send(place, 'PutBucketAcl', { Bucket, ...publicRead }),
    input: () => ({ OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] } }),
  },
  {
    operation: 'PutBucketPolicy',
    says: 'is refused by BlockPublicPolicy if it is public',
    expected: 'AccessDenied',
    input: (_, bucket) => readableBy('*', bucket),
  },
  {
    operation: 'PutBucketPolicy',
    says: 'is refused if it is not JSON',
    expected: 'MalformedPolicy',
    input: () => ({ Policy: 'no policy' }),
  },
  {
    operation: 'PutBucketPolicy',
    says: 'is refused if it names another bucket',
    expected: 'MalformedPolicy',
    input: ({ account }) => readableBy({ AWS: `arn:aws:iam::${account}:root` }, 'another-bucket'),
  },
  {
    operation: 'PutBucketLifecycleConfiguration',
    says: 'is refused without a filter or prefix',
    expected: 'MalformedXML',
    input: () => ({
      LifecycleConfiguration: { Rules: [{ ID: 'old', Status: 'Enabled', Expiration: { Days: 3 } }] },
    }),
  },
  {
    operation: 'PutBucketVersioning',
    says: 'cannot be suspended under object lock',
    expected: 'InvalidBucketState',
    made: { ObjectLockEnabledForBucket: true },
    input: () => ({ VersioningConfiguration: { Status: 'Suspended' } }),
  },
  {
    operation: 'PutBucketReplication',
    says: 'is refused without versioning',
    expected: 'InvalidRequest',
    before: (place, bucket) => send(place, 'CreateBucket', { Bucket: `${bucket}-copy` }),
    input: ({ account }, bucket) => ({
      ReplicationConfiguration: {
        Role: `arn:aws:iam::${account}:role/copier`,
        Rules: [
          {
            Status: 'Enabled',
            Priority: 1,
            Filter: { Prefix: '' },
            DeleteMarkerReplication: { Status: 'Disabled' },
            Destination: { Bucket: `arn:aws:s3:::${bucket}-copy` },
          },
        ],
      },
    }),
  },
  {
    operation: 'PutBucketLogging',
    says: 'is refused without its target',
    expected: 'InvalidTargetBucketForLogging',
    input: ({ name }) => ({
      BucketLoggingStatus: { LoggingEnabled: { TargetBucket: name('none'), TargetPrefix: '' } },
    }),
  },
  {
    operation: 'GetBucketVersioning',
    says: 'refuses another expected owner',
    expected: 'AccessDenied',
    input: () => ({ ExpectedBucketOwner: stranger }),
  },
  {
    operation: 'PutBucketEncryption',
    says: 'refuses another expected owner',
    expected: 'AccessDenied',
    input: () => ({
      ExpectedBucketOwner: stranger,
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
    }),
  },
];

/** What S3 refuses, by the name of the error. */
export const refusalChecks: readonly Check[] = refusals.map(checkOf);
