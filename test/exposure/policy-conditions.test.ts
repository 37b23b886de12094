import { describe, expect, it } from 'vitest';
import type { Json } from '../../controller/domain/json.js';
import { isPublicPolicy } from '../../controller/exposure/policy-public.js';
import { allowing, variable } from './cases.js';

const isPublic = (condition: Json): boolean => isPublicPolicy(allowing('*', condition));

describe('a key confines everybody to its fixed values', () => {
  it.each<[string, string, Json, boolean]>([
    ['IpAddress', 'aws:SourceIp', '203.0.113.7', false],
    ['IpAddress', 'aws:SourceIp', '11.0.0.0/8', false],
    ['IpAddress', 'aws:SourceIp', '11.0.0.0/7', true],
    ['IpAddress', 'aws:SourceIp', '10.0.0.0/7', true],
    ['IpAddress', 'aws:SourceIp', '10.0.0.0/1', true],
    ['IpAddress', 'aws:SourceIp', '0.0.0.0/0', true],
    ['IpAddress', 'aws:SourceIp', '203.0.113.0/33', true],
    ['IpAddress', 'aws:SourceIp', '203.0.113.0/08', true],
    ['IpAddress', 'aws:SourceIp', '203.0.113.0/255.255.255.0', true],
    ['IpAddress', 'aws:SourceIp', '203.0.113.0/24/24', true],
    ['IpAddress', 'aws:SourceIp', '203.0.113', true],
    ['IpAddress', 'aws:SourceIp', '203.0.113.*', true],
    ['IpAddress', 'aws:SourceIp', variable('aws:SourceIp'), true],
    ['IpAddress', 'aws:SourceIp', '2001:db8::/32', false],
    ['IpAddress', 'aws:SourceIp', '2001:db8::/31', true],
    ['IpAddress', 'aws:SourceIp', '2001:db8::1', false],
    ['IpAddress', 'aws:SourceIp', '::/0', true],
    ['IpAddress', 'aws:SourceIp', 'fc00::/7', true],
    ['IpAddress', 'aws:SourceIp', 'fe80::1%eth0', true],
    ['IpAddress', 'aws:SourceIp', '::ffff:0:0/96', true],
    ['IpAddress', 'aws:SourceIp', '::/64', true],
    ['IpAddress', 'aws:SourceIp', '::ffff:203.0.113.0/120', false],
    ['IpAddress', 'aws:SourceIp', ['203.0.113.0/24', '0.0.0.0/0'], true],
    ['IpAddress', 'aws:VpcSourceIp', '10.1.0.0/16', true],
    ['StringEquals', 'aws:SourceIp', '203.0.113.7', true],
    ['StringEquals', 'aws:SourceVpc', 'vpc-0f3a9c1d27b84e65a', false],
    ['StringEquals', 'AWS:sourcevpc', 'vpc-0f3a9c1d27b84e65a', false],
    ['StringLike', 'aws:SourceVpc', 'vpc-*', true],
    ['StringEquals', 'aws:SourceVpce', 'vpce-0b7d2e94', false],
    ['StringEquals', 'aws:SourceVpce', 'vpce-*', true],
    ['ArnEquals', 'aws:SourceVpce', 'vpce-0b7d2e94', true],
    ['ArnEquals', 'aws:SourceArn', 'arn:aws:sns:eu-west-1:418273905561:t', false],
    ['ArnLike', 'aws:SourceArn', 'arn:aws:sns:eu-west-1:418273905561:*', true],
    ['ArnLike', 'aws:SourceArn', 'arn:aws:s3:::heron-ledger-archive', false],
    ['StringEquals', 'aws:SourceAccount', '418273905561', false],
    ['StringEquals', 'aws:SourceAccount', 418273905561, false],
    ['StringEquals', 'aws:SourceOwner', '418273905561', false],
    ['StringLike', 'aws:userid', 'AROAQ3EGUXYZABCDEFGHI:*', false],
    ['StringLike', 'aws:userid', 'AROAQ3EGUXYZ*', true],
    ['StringLike', 'aws:userid', '*:session', true],
    ['StringEquals', 'aws:PrincipalOrgID', 'o-k3v9q2m7xd', false],
    ['StringLike', 'aws:PrincipalOrgID', 'o-k3v9*', true],
    ['StringEquals', 'aws:PrincipalOrgID', variable('aws:PrincipalOrgID'), true],
    ['StringEquals', 's3:DataAccessPointAccount', '418273905561', false],
    ['StringLike', 's3:DataAccessPointArn', 'arn:aws:s3:eu-west-1:418273905561:accesspoint/*', false],
    ['StringLike', 's3:DataAccessPointArn', 'arn:aws:s3:eu-west-1:*:accesspoint/a', true],
    ['StringLike', 's3:DataAccessPointArn', 'arn:aws:s3:*:418273905561:accesspoint/a', true],
    ['StringEquals', 'aws:PrincipalAccount', '418273905561', false],
    ['ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::418273905561:role/*', false],
    ['ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/admin', true],
    ['ArnLike', 'aws:PrincipalArn', `arn:aws:iam::418273905561:user/${variable('aws:username')}`, true],
    ['ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', 'o-k3v9q2m7xd/r-ab12/*', false],
    ['ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', 'o-*', true],
    ['StringEquals', 'aws:PrincipalServiceName', 'cloudtrail.amazonaws.com', false],
    ['Bool', 'aws:PrincipalIsAWSService', true, false],
    ['Bool', 'aws:PrincipalIsAWSService', 'false', true],
    ['StringEquals', 'aws:VpceAccount', '418273905561', false],
    ['ArnEquals', 'aws:SourceVpcArn', 'arn:aws:ec2:eu-west-1:418273905561:vpc/vpc-0f3a', false],
  ])('%s %s %j -> public: %s', (operator, key, values, expected) => {
    expect(isPublic({ [operator]: { [key]: values } })).toBe(expected);
  });

  it.each([
    'aws:SecureTransport',
    'aws:Referer',
    'aws:UserAgent',
    'aws:PrincipalTag/team',
    'aws:PrincipalType',
    'aws:username',
    'aws:MultiFactorAuthPresent',
    'aws:RequestedRegion',
    'aws:ViaAWSService',
    'aws:CalledVia',
    'aws:ResourceAccount',
    'aws:ResourceOrgID',
    's3:ResourceAccount',
    'aws:SourceOrgID',
    's3:x-amz-server-side-encryption-aws-kms-key-id',
    'toString',
  ])('but %s confines nobody', (key) => {
    expect(isPublic({ StringEquals: { [key]: '418273905561' } })).toBe(true);
  });
});

describe('an operator', () => {
  it.each<[string, boolean]>([
    ['StringEquals', false],
    ['StringEqualsIgnoreCase', false],
    ['StringLike', false],
    ['ForAnyValue:StringEquals', false],
    ['StringNotEquals', true],
    ['StringNotLike', true],
    ['StringEqualsIfExists', true],
    ['ForAllValues:StringEquals', true],
    ['ForAllValues:StringEqualsIfExists', true],
    ['ForSomeValue:StringEquals', true],
    ['stringequals', true],
    ['Bool', true],
    ['NumericEquals', true],
    ['BinaryEquals', true],
    ['constructor', true],
  ])('%s on the organization -> public: %s', (operator, expected) => {
    expect(isPublic({ [operator]: { 'aws:PrincipalOrgID': 'o-k3v9q2m7xd' } })).toBe(expected);
  });

  it.each<[string, Json, boolean]>([
    [
      'IfExists with the key demanded',
      { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1' }, Null: { 'AWS:PrincipalOrgId': 'false' } },
      false,
    ],
    [
      'ForAllValues with the key demanded',
      {
        'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': 'o-a1' },
        Null: { 'aws:PrincipalOrgID': [false] },
      },
      false,
    ],
    [
      'IfExists with another key demanded',
      { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1' }, Null: { 'aws:SourceVpc': 'false' } },
      true,
    ],
    [
      'IfExists with the key forbidden',
      { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1' }, Null: { 'aws:PrincipalOrgID': 'true' } },
      true,
    ],
    [
      'IfExists with the key demanded or not',
      {
        StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1' },
        Null: { 'aws:PrincipalOrgID': ['true', 'false'] },
      },
      true,
    ],
    ['Null alone', { Null: { 'aws:PrincipalOrgID': 'false' } }, true],
    ['no values', { StringEquals: { 'aws:PrincipalOrgID': [] } }, true],
    ['an empty value', { StringEquals: { 'aws:PrincipalOrgID': '' } }, true],
    ['a value that is no scalar', { StringEquals: { 'aws:PrincipalOrgID': [null] } }, true],
    ['a fixed and an open value', { StringLike: { 'aws:PrincipalOrgID': ['o-a1', 'o-b*'] } }, true],
    [
      'a confining line among others',
      { StringLike: { 'aws:Referer': '*', 'aws:PrincipalOrgID': 'o-a1' } },
      false,
    ],
    ['lines that are a text', { StringEquals: 'aws:PrincipalOrgID' }, true],
    ['no lines', {}, true],
    ['a condition that is a list', [{ StringEquals: { 'aws:PrincipalOrgID': 'o-a1' } }], true],
  ])('%s', (_name, condition, expected) => {
    expect(isPublic(condition)).toBe(expected);
  });
});
