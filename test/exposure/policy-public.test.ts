import { describe, expect, it } from 'vitest';
import type { Json } from '../../controller/domain/json.js';
import { isPublicPolicy } from '../../controller/exposure/policy-public.js';
import { allowing, variable } from './cases.js';

const org = { StringEquals: { 'aws:PrincipalOrgID': 'o-k3v9q2m7xd' } };

describe('a document', () => {
  it.each<[string, Json, boolean]>([
    ['that is a list', [], true],
    ['that is a text', '{}', true],
    ['without statements', { Version: '2012-10-17' }, true],
    ['whose member is spelt otherwise', { statement: [] }, true],
    ['with an empty list of statements', { Statement: [] }, false],
    ['with a lone statement to all', { Statement: { Effect: 'Allow', Principal: '*' } }, true],
    ['with a lone Deny', { Statement: { Effect: 'Deny', Principal: '*' } }, false],
    ['with a statement that is a text', { Statement: ['Allow'] }, true],
    ['with an effect in small letters', { Statement: { Effect: 'deny', Principal: '*' } }, true],
    ['with no effect', { Statement: { Principal: '*' } }, true],
    [
      'with condition in small letters',
      { Statement: { Effect: 'Allow', Principal: '*', condition: org } },
      true,
    ],
    [
      'with a Deny beside an Allow to all',
      {
        Statement: [
          { Effect: 'Deny', Principal: '*', Action: 's3:*' },
          { Effect: 'Allow', Principal: '*', Action: 's3:GetObject' },
        ],
      },
      true,
    ],
  ])('%s', (_name, document, expected) => {
    expect(isPublicPolicy(document)).toBe(expected);
  });
});

describe('a principal', () => {
  it.each<[string, Json, boolean]>([
    ['*', '*', true],
    ['a text that is not *', '418273905561', true],
    ['null', null, true],
    ['a list', ['418273905561'], true],
    ['no one', {}, false],
    ['an empty list', { AWS: [] }, false],
    ['an account id', { AWS: '418273905561' }, false],
    ['an account id as a number', { AWS: 418273905561 }, false],
    ['an account id of eleven digits', { AWS: '41827390556' }, true],
    ['* among others', { AWS: ['418273905561', '*'] }, true],
    ['a root ARN', { AWS: 'arn:aws:iam::418273905561:root' }, false],
    ['a role in China', { AWS: 'arn:aws-cn:iam::418273905561:role/a/b' }, false],
    ['a session', { AWS: 'arn:aws:sts::418273905561:assumed-role/a/b' }, false],
    ['an ARN of another service', { AWS: 'arn:aws:s3::418273905561:role/a' }, true],
    ['an ARN without a name', { AWS: 'arn:aws:iam::418273905561:' }, true],
    ['a wildcard for the account', { AWS: 'arn:aws:iam::*:root' }, true],
    ['a wildcard in the account', { AWS: 'arn:aws:iam::41827390556?:root' }, true],
    ['a wildcard behind the account', { AWS: 'arn:aws:iam::418273905561:role/*' }, true],
    ['a policy variable', { AWS: `arn:aws:iam::418273905561:user/${variable('aws:username')}` }, true],
    [
      'an origin access identity',
      { AWS: 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1AB2CD3EF4GHI' },
      false,
    ],
    ['another user of cloudfront', { AWS: 'arn:aws:iam::cloudfront:user/me' }, true],
    ['a deleted role', { AWS: 'AROAQ3EGUXYZABCDEFGHI' }, false],
    ['a deleted user among all', { AWS: ['AIDAQ3EGUXYZABCDEFGHI', '*'] }, true],
    ['an access key', { AWS: 'AKIAQ3EGUXYZABCDEFGHI' }, true],
    ['a canonical user', { CanonicalUser: 'b8'.repeat(32) }, false],
    ['a canonical user of CloudFront', { CanonicalUser: 'b8'.repeat(48) }, false],
    ['every canonical user', { CanonicalUser: '*' }, true],
    ['a service', { Service: 'logging.s3.amazonaws.com' }, false],
    ['every service', { Service: '*' }, true],
    ['services by pattern', { Service: '*.amazonaws.com' }, true],
    ['a SAML provider', { Federated: 'arn:aws:iam::418273905561:saml-provider/corp' }, false],
    ['a web identity', { Federated: 'graph.facebook.com' }, true],
    ['an unknown kind', { Nobody: 'x' }, true],
    ['an inherited member name', { constructor: 'x' }, true],
    ['a nested list', { AWS: [['418273905561']] }, true],
  ])('%s', (_name, principal, expected) => {
    expect(isPublicPolicy(allowing(principal))).toBe(expected);
  });

  it('that is missing, or excluded, is everybody', () => {
    expect(isPublicPolicy({ Statement: { Effect: 'Allow', Action: 's3:*' } })).toBe(true);
    const excluded = { Effect: 'Allow', Action: 's3:*', NotPrincipal: { AWS: '418273905561' } };
    expect(isPublicPolicy({ Statement: excluded })).toBe(true);
    expect(isPublicPolicy({ Statement: { ...excluded, Principal: { AWS: '418273905561' } } })).toBe(true);
  });
});
