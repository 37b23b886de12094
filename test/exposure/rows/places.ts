import type { Json, JsonObject } from '../../../controller/domain/json.js';
import { bucket, bucketArn, filledIn, objects, policy, type RowCase, statement, us } from './row-case.js';

/** Whether an Allow of reading one object and one of the bucket's settings reaches the objects and the bucket. */
const reached: readonly (readonly [JsonObject, objects: boolean, bucket: boolean])[] = [
  [{ Resource: objects }, true, false],
  [{ Resource: bucketArn }, false, true],
  [{ Resource: [bucketArn, objects] }, true, true],
  [{ Resource: '*' }, true, true],
  [{ Resource: 'arn:aws:s3:::*' }, true, true],
  [{ Resource: `${bucketArn}*` }, true, true],
  [{ Resource: 'arn:aws:s3:::tern-????a' }, false, true],
  [{ Resource: 'arn:aws:s3:::tern-*' }, true, true],
  [{ Resource: `${bucketArn}/public/*` }, true, false],
  [{ Resource: `${bucketArn}/index.html` }, true, false],
  [{ Resource: `${bucketArn}/${filledIn('aws:username')}/*` }, true, false],
  [{ Resource: `arn:aws:s3:::${filledIn('aws:username')}` }, true, true],
  [{ Resource: `${bucketArn}-copy/*` }, false, false],
  [{ Resource: 'arn:aws:s3:::tern' }, false, false],
  [{ Resource: 'arn:aws:s3:::TERN-MEDIA/*' }, false, false],
  [{ Resource: 'arn:aws-cn:s3:::tern-media/*' }, true, false],
  [{ Resource: [] }, false, false],
  [{ Resource: [null] }, true, true],
  [{}, true, true],
  [{ NotResource: bucketArn }, true, false],
  [{ NotResource: objects }, false, true],
  [{ NotResource: `${bucketArn}/private/*` }, true, true],
  [{ NotResource: '*' }, false, false],
  [{ NotResource: `${bucketArn}/${filledIn('aws:username')}` }, true, true],
  [{ Resource: objects, NotResource: objects }, true, true],
];

const byResource: readonly RowCase[] = reached.flatMap(([element, inObjects, inBucket]) =>
  (
    [
      ['s3:GetObject', inObjects],
      ['s3:GetBucketAcl', inBucket],
    ] as const
  ).map(([action, read]) => ({
    row: 'resources of an Allow',
    title: `${action} on ${JSON.stringify(element)}`,
    given: bucket({ policy: policy({ Effect: 'Allow', Principal: '*', Action: action, ...element }) }),
    expect: { policyPublic: true, effectivelyPublic: { read, write: false } },
  })),
);

const org = 'o-k3v9q2m7xd';
/** Whether a Deny of everything in the bucket keeps out the world. */
const denies: readonly (readonly [row: string, JsonObject, boolean])[] = [
  ['for whom', {}, true],
  ['for whom', { Principal: { AWS: '*' } }, true],
  ['for whom', { Principal: { AWS: [us, '*'] } }, true],
  ['for whom', { Principal: { AWS: us } }, false],
  ['for whom', { Principal: ['*'] }, false],
  ['for whom', { Principal: { Service: '*' } }, false],
  ['for whom', { Principal: { AWS: 'arn:aws:iam::*:root' } }, false],
  ['of what', { Action: 's3:GetObject' }, true],
  ['of what', { Action: 's3:g*' }, true],
  ['of what', { Action: 's3:PutObject' }, false],
  ['of what', { Action: [null] }, false],
  ['where', { Resource: objects }, true],
  ['where', { Resource: '*' }, true],
  ['where', { Resource: bucketArn }, false],
  ['where', { Resource: `${bucketArn}/private/*` }, false],
  ['where', { Resource: `${bucketArn}/${filledIn('aws:username')}*` }, false],
  ['where', { Resource: [] }, false],
  ['on condition', { Condition: { StringNotEquals: { 'aws:PrincipalOrgID': org } } }, true],
  ['on condition', { Condition: { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': org } } }, true],
  ['on condition', { Condition: { StringNotEquals: { 'aws:PrincipalAccount': us } } }, true],
  ['on condition', { Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } } }, true],
  ['on condition', { Condition: { NotIpAddress: { 'aws:SourceIp': '198.51.100.0/24' } } }, true],
  ['on condition', { Condition: { NotIpAddress: { 'aws:SourceIp': '0.0.0.0/1' } } }, false],
  ['on condition', { Condition: { ArnNotLike: { 'aws:PrincipalArn': `arn:aws:iam::${us}:role/*` } } }, true],
  ['on condition', { Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/a' } } }, false],
  ['on condition', { Condition: { StringNotLike: { 'aws:userid': 'AROAQ3EGUXYZ:*' } } }, true],
  ['on condition', { Condition: { StringNotLike: { 'aws:PrincipalOrgID': 'o-*' } } }, false],
  ['on condition', { Condition: { StringEquals: { 'aws:PrincipalOrgID': org } } }, false],
  ['on condition', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } }, false],
  ['on condition', { Condition: { StringNotLike: { 'aws:Referer': 'https://tern.example/*' } } }, false],
  ['on condition', { Condition: { Null: { 'aws:PrincipalOrgID': 'true' } } }, false],
  ['on condition', { Condition: { 'ForAnyValue:StringNotEquals': { 'aws:PrincipalOrgID': org } } }, false],
  ['on condition', { Condition: { Bool: { 'aws:PrincipalIsAWSService': 'false' } } }, true],
  ['on condition', { Condition: { BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } } }, true],
  ['on condition', { Condition: { Bool: { 'aws:PrincipalIsAWSService': 'true' } } }, false],
  [
    'on several conditions',
    {
      Condition: {
        StringNotEquals: { 'aws:PrincipalOrgID': org, 'aws:SourceVpc': 'vpc-1' },
        BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
      },
    },
    true,
  ],
  [
    'on several conditions',
    {
      Condition: {
        StringNotEquals: { 'aws:PrincipalOrgID': org },
        Bool: { 'aws:SecureTransport': 'false' },
      },
    },
    false,
  ],
  ['not understood', { Condition: [] }, false],
  ['not understood', { Condition: { StringNotEquals: {} } }, false],
  ['not understood', { Condition: { StringNotEquals: { 'aws:PrincipalOrgID': [] } } }, false],
  ['not understood', { condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } }, false],
  ['not understood', { NotPrincipal: { AWS: us } }, false],
  ['not understood', { NotAction: 's3:GetObject' }, false],
  ['not understood', { NotResource: bucketArn }, false],
];

const complements: readonly (readonly [JsonObject, boolean])[] = [
  [{ NotPrincipal: { AWS: `arn:aws:iam::${us}:role/a` }, Action: 's3:*', Resource: objects }, true],
  [{ NotPrincipal: { AWS: '*' }, Action: 's3:*', Resource: objects }, false],
  [{ NotPrincipal: {}, Action: 's3:*', Resource: objects }, false],
  [{ Principal: '*', NotAction: 's3:PutObject', Resource: objects }, true],
  [{ Principal: '*', NotAction: 's3:Get*', Resource: objects }, false],
  [{ Principal: '*', Action: 's3:*', NotResource: bucketArn }, true],
  [{ Principal: '*', Action: 's3:*', NotResource: `${bucketArn}/public/*` }, false],
];

const denied = (row: string, deny: Json, keepsOut: boolean): RowCase => ({
  row: `Deny: ${row}`,
  title: JSON.stringify(deny),
  given: bucket({ policy: policy(statement({}), deny) }),
  // A Deny changes nothing in what S3 calls the policy.
  expect: { policyPublic: true, effectivelyPublic: { read: !keepsOut, write: false } },
});

export const placeCases: readonly RowCase[] = [
  ...byResource,
  ...denies.map(([row, more, keepsOut]) =>
    denied(
      row,
      { ...statement({ Action: 's3:*', Resource: [bucketArn, objects] }), Effect: 'Deny', ...more },
      keepsOut,
    ),
  ),
  ...complements.map(([more, keepsOut]) => denied('all but some', { Effect: 'Deny', ...more }, keepsOut)),
];
