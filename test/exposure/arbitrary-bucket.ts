import fc from 'fast-check';
import type { Json, JsonObject } from '../../controller/domain/json.js';
import type { ExposureCase } from '../../controller/exposure/verdict.js';
import { bucketArn, objects, ourId, partner, partnerId, us } from './rows/row-case.js';

const oneOrMore = (value: fc.Arbitrary<Json>): fc.Arbitrary<Json> =>
  fc.oneof(value, fc.array(value, { minLength: 1, maxLength: 3 }));

const principal = fc.constantFrom<Json>(
  '*',
  { AWS: '*' },
  { AWS: ['*'] },
  { AWS: [us] },
  { AWS: [`arn:aws:iam::${partner}:root`, 'AROAQ3EGUXYZABCDEFGHI'] },
  { CanonicalUser: [partnerId] },
  { Service: ['logging.s3.amazonaws.com'] },
  { Federated: ['graph.facebook.com'] },
  {},
  [],
);
const action = oneOrMore(
  fc.constantFrom('s3:*', 's3:GetObject', 's3:Get*', 's3:PutObject', 's3:PutBucketAcl', 's3:No', '*'),
);
const resource = oneOrMore(
  fc.constantFrom(
    bucketArn,
    objects,
    `${bucketArn}*`,
    `${bucketArn}/public/*`,
    '*',
    'arn:aws-cn:s3:::tern-media/*',
  ),
);
const value = fc.constantFrom('o-a1', 'o-*', 'vpc-0a', '10.0.0.0/8', '0.0.0.0/0', 'false', us, partner);
const condition = fc.dictionary(
  fc.constantFrom(
    'StringEquals',
    'StringLike',
    'StringNotEquals',
    'StringEqualsIfExists',
    'ForAnyValue:StringNotEquals',
    'NotIpAddress',
    'IpAddress',
    'Bool',
    'Null',
  ),
  fc.dictionary(
    fc.constantFrom(
      'aws:PrincipalOrgID',
      'aws:PrincipalAccount',
      'aws:SourceVpc',
      'aws:SourceIp',
      'aws:SourceAccount',
      'aws:PrincipalIsAWSService',
      'aws:Referer',
    ),
    oneOrMore(value),
    { maxKeys: 2 },
  ),
  { maxKeys: 2 },
);

export const statement = (effect: fc.Arbitrary<Json>): fc.Arbitrary<JsonObject> =>
  fc
    .record(
      {
        Effect: effect,
        Principal: principal,
        NotPrincipal: fc.constant<Json>({ AWS: [us] }),
        Action: action,
        NotAction: action,
        Resource: resource,
        NotResource: resource,
        Condition: condition,
      },
      { requiredKeys: ['Effect'] },
    )
    .map((made) => made as JsonObject);
const someStatement = statement(fc.constantFrom('Allow', 'Deny', 'allow'));
export const statements = fc.array(someStatement, { maxLength: 4 });

const grant = fc
  .record({
    Grantee: fc.constantFrom<JsonObject>(
      { Type: 'CanonicalUser', ID: ourId },
      { Type: 'CanonicalUser', ID: partnerId },
      { Type: 'Group', URI: 'http://acs.amazonaws.com/groups/global/AllUsers' },
      { Type: 'Group', URI: 'http://acs.amazonaws.com/groups/s3/LogDelivery' },
    ),
    Permission: fc.constantFrom('READ', 'WRITE', 'READ_ACP', 'WRITE_ACP', 'FULL_CONTROL'),
  })
  .map((made) => made as JsonObject);

export const flags = [
  'BlockPublicAcls',
  'IgnorePublicAcls',
  'BlockPublicPolicy',
  'RestrictPublicBuckets',
] as const;
const block: fc.Arbitrary<Json> = fc.option(
  fc
    .record(Object.fromEntries(flags.map((flag) => [flag, fc.boolean()])), { requiredKeys: [] })
    .map((made) => made as JsonObject),
);

export const around = fc.record({
  acl: fc.option(fc.array(grant, { maxLength: 3 })),
  bucketPab: block,
  accountPab: block,
  ownership: fc.constantFrom('BucketOwnerEnforced', 'ObjectWriter', null),
});
type Around = { readonly [name in 'acl' | 'bucketPab' | 'accountPab' | 'ownership']: Json };

export const given = (list: readonly Json[], rest: Around): ExposureCase => ({
  ownerAccount: us,
  ownerCanonicalId: ourId,
  bucket: 'tern-media',
  policy: { Statement: list },
  ...rest,
});
