import { at } from '../check.js';
import type { Setting } from './setting.js';

const allOn = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};
const tlsOnly = (bucket: string) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'TlsOnly',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: `arn:aws:s3:::${bucket}/*`,
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  ],
});

/** Who gets in, and how what they put is encrypted. */
export const accessSettings: readonly Setting[] = [
  {
    read: 'GetBucketEncryption',
    write: 'PutBucketEncryption',
    remove: 'DeleteBucketEncryption',
    input: () => ({
      ServerSideEncryptionConfiguration: {
        Rules: [
          {
            ApplyServerSideEncryptionByDefault: {
              SSEAlgorithm: 'aws:kms',
              KMSMasterKeyID: 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
            },
            BucketKeyEnabled: true,
          },
        ],
      },
    }),
    shows: at('ServerSideEncryptionConfiguration.Rules.0.ApplyServerSideEncryptionByDefault.SSEAlgorithm'),
    atFirst: 'AES256',
    afterPut: 'aws:kms',
    afterRemoval: 'AES256',
  },
  {
    read: 'GetPublicAccessBlock',
    write: 'PutPublicAccessBlock',
    remove: 'DeletePublicAccessBlock',
    input: () => ({ PublicAccessBlockConfiguration: { ...allOn, BlockPublicPolicy: false } }),
    shows: at('PublicAccessBlockConfiguration'),
    atFirst: allOn,
    afterPut: { ...allOn, BlockPublicPolicy: false },
    afterRemoval: 'NoSuchPublicAccessBlockConfiguration',
  },
  {
    read: 'GetBucketOwnershipControls',
    write: 'PutBucketOwnershipControls',
    remove: 'DeleteBucketOwnershipControls',
    input: () => ({ OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerPreferred' }] } }),
    shows: at('OwnershipControls.Rules.0.ObjectOwnership'),
    atFirst: 'BucketOwnerEnforced',
    afterPut: 'BucketOwnerPreferred',
    afterRemoval: 'OwnershipControlsNotFoundError',
  },
  {
    read: 'GetBucketPolicy',
    write: 'PutBucketPolicy',
    remove: 'DeleteBucketPolicy',
    input: (bucket) => ({ Policy: JSON.stringify(tlsOnly(bucket)) }),
    shows: (output) => JSON.parse(String(at('Policy')(output))).Statement[0].Sid,
    atFirst: 'NoSuchBucketPolicy',
    afterPut: 'TlsOnly',
  },
  {
    read: 'GetBucketPolicyStatus',
    write: 'PutBucketPolicy',
    remove: 'DeleteBucketPolicy',
    input: (bucket) => ({ Policy: JSON.stringify(tlsOnly(bucket)) }),
    shows: at('PolicyStatus.IsPublic'),
    atFirst: 'NoSuchBucketPolicy',
    afterPut: false,
  },
];
