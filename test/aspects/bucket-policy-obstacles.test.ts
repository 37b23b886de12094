import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketPolicy } from '../../controller/aspects/bucket-policy.js';
import type { Json, JsonObject } from '../../controller/domain/json.js';
import { account, beside, block, bucket, reading } from './access-situation.js';
import { value } from './arbitraries/bucket-policy.js';

const obstacle = (policy: Json, wanted: Readonly<Record<string, Json>> = {}): string | undefined =>
  bucketPolicy.unreachable?.(policy as JsonObject, beside(wanted), bucket);

const arn = `arn:aws:s3:::${bucket.name}`;
const denying = (more: Readonly<Record<string, Json>>): Json => ({
  Statement: {
    Effect: 'Deny',
    Principal: '*',
    Resource: [arn, `${arn}/*`],
    ...('NotAction' in more ? {} : { Action: 's3:*' }),
    ...more,
  },
});
const exempting = { ArnNotEquals: { 'aws:PrincipalArn': `arn:aws:iam::${account}:role/snapback` } };

describe('a bucket policy that can be reached', () => {
  it.each<[string, Json, Readonly<Record<string, Json>>]>([
    [
      'names the bucket and its objects',
      reading(
        { AWS: account },
        { Resource: [arn, `${arn}/a/*`, '*', 'arn:aws:s3:::*', 'arn:aws:s3:::heron-?edger/x'] },
      ),
      {},
    ],
    ['is public beside nothing', reading('*'), {}],
    [
      'is public beside a block of ACLs',
      reading('*'),
      { publicAccessBlock: block(false, { BlockPublicAcls: true }) },
    ],
    ['is not public beside a full block', reading({ AWS: account }), { publicAccessBlock: block(true) }],
    ['denies everything, but not to the role', denying({ Condition: exempting }), {}],
    [
      'denies everything to others than the role',
      { Statement: { Effect: 'Deny', NotPrincipal: { AWS: account }, Action: '*', Resource: '*' } },
      {},
    ],
    ['denies everything about objects', denying({ Resource: `${arn}/*` }), {}],
    ['denies other actions', denying({ Action: ['s3:PutBucketAcl', 's3:PutBucketPolicyX'] }), {}],
    ['denies all but the repair', denying({ NotAction: 's3:*BucketPolicy' }), {}],
    ['denies everything to another account', denying({ Principal: { AWS: '444455556666' } }), {}],
    [
      'denies everything to one of our roles',
      denying({ Principal: { AWS: `arn:aws:iam::${account}:role/a` } }),
      {},
    ],
    [
      'fills a variable into a resource',
      reading({ AWS: account }, { Resource: [`${arn}/\${aws:PrincipalTag/team}/*`] }),
      {},
    ],
  ])('%s', (_name, policy, wanted) => {
    expect(obstacle(policy, wanted)).toBeUndefined();
  });

  it('is any that people write for any bucket', () => {
    fc.assert(
      fc.property(value, (policy) => {
        expect(obstacle(policy)).toBeUndefined();
      }),
    );
  });
});

describe('a bucket policy that cannot be reached', () => {
  const publicSwitches = ['BlockPublicPolicy', 'RestrictPublicBuckets'] as const;
  it.each(publicSwitches)('is public beside %s', (name) => {
    const message = obstacle(reading('*'), { publicAccessBlock: block(false, { [name]: true }) });
    expect(message).toContain('Declare BlockPublicPolicy and RestrictPublicBuckets false');
  });

  it.each<[string, Json, string]>([
    ['has no statement', { Statement: [] }, 'Declare `absent`'],
    ['names another bucket', reading({ AWS: account }, { Resource: `${arn}-2/*` }), `Write ${arn}`],
    [
      'excludes another bucket',
      {
        Statement: {
          Effect: 'Allow',
          Principal: { AWS: account },
          Action: 's3:*',
          NotResource: 'arn:aws:s3:::other/*',
        },
      },
      'arn:aws:s3:::other/*',
    ],
    ['names the bucket without its ARN', reading({ AWS: account }, { Resource: bucket.name }), bucket.name],
    [
      'names another partition',
      reading({ AWS: account }, { Resource: `arn:aws-cn:s3:::${bucket.name}` }),
      'aws-cn',
    ],
    ['is too long', reading({ AWS: account }, { Sid: 'é'.repeat(10_200) }), '20480'],
    ['names a deleted role', reading({ AWS: [account, 'AROAQ3EGUXYZABCDEFGHI'] }), 'AROAQ3EGUXYZABCDEFGHI'],
    [
      'exempts a deleted user',
      {
        Statement: {
          Effect: 'Deny',
          NotPrincipal: { AWS: 'AIDAQ3EGUXYZABCDEFGHI' },
          Action: '*',
          Resource: '*',
        },
      },
      'AIDAQ3EGUXYZABCDEFGHI',
    ],
    ['denies everything to everybody', denying({}), 's3:GetBucketPolicy'],
    ['denies everything to all principals', denying({ Principal: { AWS: ['*'] } }), 's3:GetBucketPolicy'],
    ['denies everything to the account', denying({ Principal: { AWS: account } }), 's3:GetBucketPolicy'],
    [
      'denies everything to its root',
      denying({ Principal: { AWS: `arn:aws:iam::${account}:root` } }),
      's3:GetBucketPolicy',
    ],
    ['denies everything on empty conditions', denying({ Condition: {} }), 's3:GetBucketPolicy'],
    ['denies writing it', denying({ Action: 'S3:putbucketPOLICY', Resource: '*' }), 's3:PutBucketPolicy'],
    ['denies deleting it by pattern', denying({ Action: 's3:Delete*' }), 's3:DeleteBucketPolicy'],
    [
      'denies it of all but objects',
      { Statement: { Effect: 'Deny', Principal: '*', Action: 's3:*', NotResource: `${arn}/*` } },
      's3:GetBucketPolicy',
    ],
  ])('%s', (_name, policy, expected) => {
    expect(obstacle(policy)).toContain(expected);
  });
});
