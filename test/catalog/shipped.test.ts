import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { aspects } from '../../controller/aspects/index.js';
import { loadCatalogue } from '../../controller/catalog/folders.js';
import type { Disagreement } from '../../controller/catalog/policies.js';
import { schemaFiles } from '../../controller/catalog/schema-files.js';
import type { Json } from '../../controller/domain/json.js';
import { bucket } from './loading.js';

const root = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const catalogue = loadCatalogue({
  baselineFolders: [root('baselines')],
  policyFolders: [root('policies')],
  now: '2027-01-01T00:00:00.000Z',
  mode: 'auto-revert',
});

describe('the baselines that we ship', () => {
  it.each([
    ['data-orders', 'eu-west-1', 'private-data', 'dry-run'],
    ['logs-111122223333-eu-west-1', 'eu-west-1', 'log-bucket', 'auto-revert'],
    ['www-shop', 'us-east-1', 'public-website', 'auto-revert'],
    ['data-public-maps', 'eu-west-1', 'public-website', 'auto-revert'],
    ['else', 'eu-west-1', 'everything-else', 'auto-revert'],
    ['data-orders', 'us-east-1', 'everything-else', 'auto-revert'],
  ])('put %s under %s', (name, region, baseline, mode) => {
    expect(catalogue.effective(bucket(name), region)).toMatchObject({ baseline: { name: baseline, mode } });
  });

  it('show every aspect that needs no ACL', () => {
    const shown = aspects.map(({ name }) => name).filter((name) => name !== 'acl');
    expect(catalogue.wantedAspects).toEqual(shown.sort());
  });
});

describe('the remediation policies that we ship', () => {
  it('name every aspect', () => {
    const named = new Set(catalogue.policies.map(({ aspect }) => aspect));
    expect(aspects.filter(({ name }) => !named.has(name))).toEqual([]);
  });

  const declared = (aspect: string): Disagreement['desired'] => ({
    kind: 'value',
    value: aspect === 'acl' ? { Canned: 'private' } : {},
  });
  const block = (off: string): Json => ({
    ...Object.fromEntries(
      ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'].map((name) => [
        name,
        name !== off,
      ]),
    ),
  });
  const policy = (statement: Json): Json => ({ Version: '2012-10-17', Statement: statement });
  const grants = (grantee: Json): Json => ({
    Owner: { ID: 'o' },
    Grants: [{ Grantee: grantee, Permission: 'READ' }],
  });
  const rule = (more: Record<string, Json>): Json => ({
    Rules: [{ ID: 'r', Status: 'Enabled', Filter: {}, ...more }],
  });
  it.each<[string, string, Json | 'absent']>([
    ['public-access-block.removed', 'publicAccessBlock', 'absent'],
    ['public-access-block.policies-unblocked', 'publicAccessBlock', block('BlockPublicPolicy')],
    ['public-access-block.policies-unblocked', 'publicAccessBlock', block('RestrictPublicBuckets')],
    ['public-access-block.changed', 'publicAccessBlock', block('BlockPublicAcls')],
    ['public-access-block.tightened', 'publicAccessBlock', block('none')],
    [
      'bucket-policy.everybody-allowed',
      'bucketPolicy',
      policy([
        { Effect: 'Deny', Principal: '*' },
        { Effect: 'Allow', Principal: '*' },
      ]),
    ],
    ['bucket-policy.everybody-allowed', 'bucketPolicy', policy({ Effect: 'Allow', Principal: { AWS: '*' } })],
    [
      'bucket-policy.everybody-allowed',
      'bucketPolicy',
      policy([{ Effect: 'Allow', Principal: { AWS: ['arn:aws:iam::1:root', '*'] } }]),
    ],
    ['bucket-policy.changed', 'bucketPolicy', policy([{ Effect: 'Deny', Principal: '*' }])],
    [
      'bucket-policy.changed',
      'bucketPolicy',
      policy({ Effect: 'Allow', Principal: { Service: 'logging.s3.amazonaws.com' }, Action: 's3:PutObject' }),
    ],
    [
      'bucket-policy.acl-write',
      'bucketPolicy',
      policy({ Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 's3:Put*', Resource: '*' }),
    ],
    [
      'bucket-policy.external-share',
      'bucketPolicy',
      policy({ Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 's3:GetObject', Resource: '*' }),
    ],
    ['bucket-policy.removed', 'bucketPolicy', 'absent'],
    ['acl.public', 'acl', grants({ Type: 'Group', URI: 'http://acs.amazonaws.com/groups/global/AllUsers' })],
    ['acl.changed', 'acl', grants({ Type: 'Group', URI: 'http://acs.amazonaws.com/groups/s3/LogDelivery' })],
    ['acl.changed', 'acl', grants({ Type: 'CanonicalUser', ID: 'o' })],
    ['acl.shared', 'acl', grants({ Type: 'CanonicalUser', ID: 'x' })],
    ['ownership-controls.changed', 'ownershipControls', { ObjectOwnership: 'ObjectWriter' }],
    ['encryption.caller-keys-allowed', 'encryption', { SSEAlgorithm: 'AES256' }],
    [
      'encryption.caller-keys-allowed',
      'encryption',
      { SSEAlgorithm: 'AES256', BlockedEncryptionTypes: ['NONE'] },
    ],
    ['encryption.changed', 'encryption', { SSEAlgorithm: 'AES256', BlockedEncryptionTypes: ['SSE-C'] }],
    [
      'encryption.foreign-key',
      'encryption',
      { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'arn:aws:kms:eu-west-1:444455556666:key/k' },
    ],
    ['replication.foreign', 'replication', rule({ Destination: { Bucket: 'b', Account: '444455556666' } })],
    ['replication.changed', 'replication', rule({ Destination: { Bucket: 'b' } })],
    [
      'inventory.foreign',
      'inventory',
      [{ Id: 'i', Destination: { S3BucketDestination: { AccountId: '444455556666' } } }],
    ],
    ['inventory.changed', 'inventory', [{ Id: 'i', Destination: { S3BucketDestination: {} } }]],
    [
      'notification.foreign',
      'notification',
      { QueueConfigurations: [{ QueueArn: 'arn:aws:sqs:r:444455556666:q' }] },
    ],
    ['versioning.suspended', 'versioning', { Status: 'Suspended' }],
    ['versioning.changed', 'versioning', {}],
    ['lifecycle.expires-within-days', 'lifecycle', rule({ Expiration: { Days: 1 } })],
    [
      'lifecycle.expires-within-days',
      'lifecycle',
      rule({ NoncurrentVersionExpiration: { NoncurrentDays: 1 } }),
    ],
    ['lifecycle.changed', 'lifecycle', rule({ Status: 'Disabled', Expiration: { Days: 1 } })],
    ['lifecycle.changed', 'lifecycle', rule({ Expiration: { Days: 365 } })],
    ['lifecycle.removed', 'lifecycle', 'absent'],
    ['logging.removed', 'logging', 'absent'],
    ['logging.redirected', 'logging', { TargetBucket: 'else', TargetPrefix: '' }],
    ['tagging.changed', 'tagging', { classification: 'public' }],
    ['account-public-access-block.weakened', 'accountPublicAccessBlock', 'absent'],
  ])('call it %s when %s is %j', (id, aspect, state) => {
    const observed: Disagreement['observed'] =
      state === 'absent' ? { kind: 'absent' } : { kind: 'observed', state };
    expect(
      catalogue.policyFor({ aspect, desired: declared(aspect), observed }, bucket('data-orders')),
    ).toMatchObject({
      id,
    });
  });
});

describe('the published schemas', () => {
  it.each(schemaFiles())('$path is what is enforced', async ({ path, text }) => {
    await expect(text).toMatchFileSnapshot(root(path));
  });
});
