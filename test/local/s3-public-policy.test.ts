import { describe, expect, it } from 'vitest';
import { isPublicPolicy } from '../../deploy/local/s3/public-policy.js';

const action = { Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' };

function policy(...statements: object[]) {
  return { Version: '2012-10-17', Statement: statements };
}

function everybody(condition?: object) {
  const limited = condition === undefined ? {} : { Condition: condition };
  return policy({ Effect: 'Allow', Principal: '*', ...action, ...limited });
}

describe('a policy is public', () => {
  it.each<[string, ReturnType<typeof policy>]>([
    ['that names everybody', everybody()],
    ['that names everybody in a list', policy({ Effect: 'Allow', Principal: { AWS: ['*'] }, ...action })],
    [
      'that names everybody but somebody',
      policy({ Effect: 'Allow', NotPrincipal: { AWS: 'arn:aws:iam::111122223333:root' }, ...action }),
    ],
    ['whose network is too wide', everybody({ IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '0.0.0.0/1'] } })],
    ['whose IPv6 network is too wide', everybody({ IpAddress: { 'aws:SourceIp': '2001::/16' } })],
    ['whose condition has a wildcard', everybody({ StringLike: { 'aws:SourceVpce': 'vpce-*' } })],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is a policy variable
    ['whose condition has a variable', everybody({ StringEquals: { 'aws:SourceVpc': '${aws:username}' } })],
    ['whose condition is negative', everybody({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-abc' } })],
    ['whose condition may be missing', everybody({ StringEqualsIfExists: { 'aws:SourceVpc': 'vpc-1' } })],
    [
      'whose condition holds for all',
      everybody({ 'ForAllValues:StringEquals': { 'aws:SourceVpc': 'vpc-1' } }),
    ],
    ['whose condition says nothing of callers', everybody({ Bool: { 'aws:SecureTransport': 'true' } })],
    [
      'whose condition has one open value',
      everybody({ ArnLike: { 'aws:SourceArn': ['arn:aws:sns:r:1:t', '*'] } }),
    ],
    [
      'that denies beside',
      policy({ Effect: 'Deny', Principal: '*', ...action }, { Effect: 'Allow', Principal: '*', ...action }),
    ],
  ])('%s', (_title, document) => {
    expect(isPublicPolicy(document)).toBe(true);
  });

  it('also with one statement that is not in a list', () => {
    expect(isPublicPolicy({ Statement: { Effect: 'Allow', Principal: '*', ...action } })).toBe(true);
  });
});

describe('a policy is not public', () => {
  it.each<[string, ReturnType<typeof policy>]>([
    ['that only denies', policy({ Effect: 'Deny', Principal: '*', ...action })],
    [
      'that names an account',
      policy({ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::444455556666:root' }, ...action }),
    ],
    [
      'that names a service',
      policy({ Effect: 'Allow', Principal: { Service: 'logging.s3.amazonaws.com' }, ...action }),
    ],
    ['behind a VPC endpoint', everybody({ StringEquals: { 'aws:SourceVpce': 'vpce-1' } })],
    ['behind a narrow network', everybody({ IpAddress: { 'aws:sourceip': ['203.0.113.0/24', '::1'] } })],
    ['within an organization', everybody({ StringEquals: { 'aws:PrincipalOrgID': 'o-abc' } })],
    [
      'with one limiting condition among others',
      everybody({
        Bool: { 'aws:SecureTransport': 'true' },
        StringEquals: { 'aws:SourceAccount': '111122223333' },
      }),
    ],
    [
      'for roles of one account',
      everybody({ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/*' } }),
    ],
    [
      'through access points of one account',
      everybody({ StringEquals: { 's3:DataAccessPointAccount': '111122223333' } }),
    ],
  ])('%s', (_title, document) => {
    expect(isPublicPolicy(document)).toBe(false);
  });
});
