import { describe, expect, it } from 'vitest';
import type { Json } from '../../controller/domain/json.js';
import { outsiders } from '../../controller/exposure/outsiders.js';
import { allowing } from './cases.js';

const us = '418273905561';
const partner = '730944182256';
const role = (account: string) => `arn:aws:iam::${account}:role/reader`;

describe('outsiders', () => {
  it.each<[string, Json, Json | undefined, readonly string[]]>([
    ['the account itself', { AWS: [us, role(us)] }, undefined, []],
    ['two accounts, one twice', { AWS: [role(partner), partner, us] }, undefined, [partner]],
    [
      'a named account behind a condition',
      { AWS: partner },
      { StringEquals: { 'aws:PrincipalOrgID': 'o-a1' } },
      [partner],
    ],
    [
      'an origin access identity',
      { AWS: 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1AB' },
      undefined,
      ['oai:E1AB'],
    ],
    ['a deleted role', { AWS: 'AROAQ3EGUXYZABCDEFGHI' }, undefined, []],
    ['everybody', '*', undefined, []],
    ['everybody of an account', '*', { StringEquals: { 'aws:PrincipalAccount': partner } }, [partner]],
    [
      'everybody of an account, in a role of another',
      '*',
      {
        StringEquals: { 'aws:PrincipalAccount': [partner, us] },
        ArnLike: { 'aws:PrincipalArn': role(partner) },
      },
      [partner],
    ],
    [
      'everybody of an account of an organization',
      '*',
      { StringEquals: { 'aws:PrincipalAccount': us, 'aws:PrincipalOrgID': 'o-a1' } },
      [],
    ],
    [
      'everybody of an organization',
      '*',
      { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1/r-ab12/*' } },
      ['org:o-a1'],
    ],
    ['a root user by its id', '*', { StringEquals: { 'aws:userid': partner } }, [partner]],
    [
      'a role by its id',
      '*',
      { StringLike: { 'aws:userid': 'AROAQ3EGUXYZABCDEFGHI:*' } },
      ['userid:AROAQ3EGUXYZABCDEFGHI'],
    ],
    [
      'everybody on behalf of a topic',
      '*',
      { ArnEquals: { 'aws:SourceArn': `arn:aws:sns:eu-west-1:${partner}:t` } },
      [partner],
    ],
    [
      'access points of a partner',
      '*',
      { StringLike: { 's3:DataAccessPointArn': `arn:aws:s3:eu-west-1:${partner}:accesspoint/*` } },
      [partner],
    ],
    ['a network', '*', { StringEquals: { 'aws:SourceVpce': 'vpce-0b7d' } }, ['network:vpce-0b7d']],
    [
      'our own people in a network',
      '*',
      { StringEquals: { 'aws:SourceVpce': 'vpce-0b7d', 'aws:PrincipalAccount': us } },
      [],
    ],
    ['a service', { Service: 'cloudtrail.amazonaws.com' }, undefined, []],
    [
      'a service for a partner',
      { Service: 'cloudtrail.amazonaws.com' },
      { StringEquals: { 'aws:SourceAccount': [us, partner] } },
      [partner],
    ],
    [
      'a service for all but a partner',
      { Service: 'cloudtrail.amazonaws.com' },
      { StringNotEquals: { 'aws:SourceAccount': partner } },
      [],
    ],
  ])('%s', (_name, principal, condition, expected) => {
    expect(outsiders(allowing(principal, condition), us)).toEqual(expected);
  });

  it('are nobody whom a Deny names', () => {
    expect(outsiders({ Statement: { Effect: 'Deny', Principal: { AWS: partner } } }, us)).toEqual([]);
  });
});
