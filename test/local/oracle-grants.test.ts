import { describe, expect, it } from 'vitest';
import type { AccessPoint } from '../../deploy/local/documents.js';
import { arn, away, grantsIn, home, off as open } from './oracle-situation.js';

const allow = (more: object = {}) => ({
  Effect: 'Allow',
  Principal: '*',
  Action: 's3:GetObject',
  Resource: `${arn}/*`,
  ...more,
});
const only = (operator: string, key: string, value: unknown) =>
  allow({ Condition: { [operator]: { [key]: value } } });
const everything = { Action: 's3:*', Resource: [arn, `${arn}/*`] };
const root = (account: string) => ({ AWS: `arn:aws:iam::${account}:root` });
const AllUsers = 'global/AllUsers';

describe('what outsiders hold by the bucket policy', () => {
  it.each<[string, readonly object[], readonly string[]]>([
    ['a public website', [allow()], ['world:read']],
    ['a drop box', [allow({ Action: 's3:PutObject' })], ['world:write']],
    ['object ACLs', [allow({ Action: 's3:PutObjectAcl' })], ['world:acl', 'world:write']],
    ['everything', [allow(everything)], ['world:acl', 'world:read', 'world:write']],
    [
      'everything but reading',
      [allow({ Action: undefined, NotAction: ['s3:Get*', 's3:List*'] })],
      ['world:acl', 'world:write'],
    ],
    ['a bucket action on objects only', [allow({ Action: 's3:PutBucketPolicy' })], []],
    ['an action nobody has heard of', [allow({ Action: 's3:PutNovelty' })], ['world:write']],
    ['a part of the objects', [allow({ Resource: `${arn}/public/*` })], ['world:read']],
    ['AWS: * in a list', [allow({ Principal: { AWS: [home.id, '*'] } })], ['world:read']],
    ['NotPrincipal', [allow({ Principal: undefined, NotPrincipal: root(home.id) })], ['world:read']],
    ['the own account', [allow({ Principal: root(home.id) })], []],
    ['a service', [allow({ Principal: { Service: 'cloudfront.amazonaws.com' } })], []],
    ['a foreign account by ARN', [allow({ Principal: root(away.id) })], [`account:${away.id}:read`]],
    [
      'a foreign account by id',
      [allow({ Principal: { AWS: away.id }, ...everything })],
      ['acl', 'read', 'write'].map((c) => `account:${away.id}:${c}`),
    ],
    [
      'canonical users',
      [allow({ Principal: { CanonicalUser: [home.canonicalId, away.canonicalId] } })],
      [`account:${away.id}:read`],
    ],
    ['a deleted foreign principal', [allow({ Principal: { AWS: 'AIDAEXAMPLEEXAMPLE' } })], []],
    ['a fixed VPC endpoint', [only('StringEquals', 'aws:SourceVpce', 'vpce-1')], []],
    ['a VPC endpoint with a wildcard', [only('StringLike', 'aws:SourceVpce', 'vpce-*')], ['world:read']],
    [
      'one open value among fixed ones',
      [only('StringEquals', 'aws:SourceVpce', ['vpce-1', '*'])],
      ['world:read'],
    ],
    ['a narrow range', [only('IpAddress', 'aws:SourceIp', '203.0.113.0/24')], []],
    ['half the internet', [only('IpAddress', 'aws:SourceIp', ['0.0.0.0/1', '128.0.0.0/1'])], ['world:read']],
    ['all but one range', [only('NotIpAddress', 'aws:SourceIp', '203.0.113.0/24')], ['world:read']],
    ['one organization', [only('StringEquals', 'aws:PrincipalOrgID', 'o-abc123')], []],
    [
      'one organization if it is known',
      [only('StringEqualsIfExists', 'aws:PrincipalOrgID', 'o-abc123')],
      ['world:read'],
    ],
    ['encrypted transport', [only('Bool', 'aws:SecureTransport', 'true')], ['world:read']],
    [
      'one foreign account by condition',
      [only('StringEquals', 'AWS:principalaccount', away.id)],
      [`account:${away.id}:read`],
    ],
    [
      'a Deny for everybody',
      [allow(everything), { ...allow(everything), Effect: 'Deny', Action: 's3:Put*' }],
      ['world:acl', 'world:read', 'world:write'],
    ],
    ['a Deny of all that is allowed', [allow(), { ...allow(everything), Effect: 'Deny' }], []],
    [
      'a Deny of some objects',
      [allow(), { ...allow(), Effect: 'Deny', Resource: `${arn}/secret/*` }],
      ['world:read'],
    ],
    [
      'a Deny under a condition',
      [allow(), { ...only('Bool', 'aws:SecureTransport', 'false'), Effect: 'Deny' }],
      ['world:read'],
    ],
    [
      'a Deny of somebody',
      [allow(), { ...allow(), Effect: 'Deny', Principal: root(away.id) }],
      ['world:read'],
    ],
  ])('%s', (_name, policy, expected) => {
    expect(grantsIn({ policy })).toEqual(expected);
  });
});

describe('what a block on public access takes away', () => {
  const shared = [allow(), allow({ Principal: root(away.id) })];
  const foreign = [`account:${away.id}:read`];

  it.each(['bucketBlock', 'accountBlock'] as const)(
    'Restrict in the %s cuts a public policy and all partners',
    (level) => {
      expect(grantsIn({ policy: shared })).toEqual([...foreign, 'world:read']);
      expect(grantsIn({ policy: shared, [level]: { RestrictPublicBuckets: true } })).toEqual([]);
    },
  );

  it('leaves a partner where the policy is not public', () => {
    const [, partner = {}] = shared;
    expect(grantsIn({ policy: [partner], bucketBlock: { RestrictPublicBuckets: true } })).toEqual(foreign);
  });

  it('does nothing to what is stored by the flags that block', () => {
    const bucketBlock = { BlockPublicPolicy: true, BlockPublicAcls: true };
    expect(grantsIn({ policy: [allow()], acl: [[AllUsers, 'WRITE']], bucketBlock })).toEqual([
      'world:read',
      'world:write',
    ]);
  });

  it.each(['bucketBlock', 'accountBlock'] as const)(
    'Ignore in the %s cuts public grants of the ACL, not others',
    (level) => {
      const acl = [
        [AllUsers, 'READ'],
        [away.canonicalId, 'READ'],
      ] as const;
      expect(grantsIn({ acl })).toEqual([...foreign, 'world:read']);
      expect(grantsIn({ acl, [level]: { IgnorePublicAcls: true } })).toEqual(foreign);
    },
  );
});

describe('what outsiders hold by the ACL', () => {
  it.each<[string, string, readonly string[]]>([
    [AllUsers, 'READ', ['world:read']],
    ['global/AuthenticatedUsers', 'WRITE', ['world:write']],
    [AllUsers, 'READ_ACP', ['world:read']],
    [AllUsers, 'WRITE_ACP', ['world:acl', 'world:write']],
    [AllUsers, 'FULL_CONTROL', ['world:acl', 'world:read', 'world:write']],
    [away.canonicalId, 'READ', [`account:${away.id}:read`]],
    ['feed'.repeat(16), 'WRITE', [`account:${'feed'.repeat(16)}:write`]],
    ['s3/LogDelivery', 'WRITE', []],
    [home.canonicalId, 'FULL_CONTROL', []],
  ])('%s %s', (who, permission, expected) => {
    expect(grantsIn({ acl: [[who, permission]] })).toEqual(expected);
  });

  it.each([
    ['BucketOwnerEnforced', []],
    ['BucketOwnerPreferred', ['world:read']],
    ['ObjectWriter', ['world:read']],
  ])('is live unless ownership is enforced: %s', (ownership, expected) => {
    expect(grantsIn({ acl: [[AllUsers, 'READ']], ownership })).toEqual(expected);
  });

  it('yields to a Deny for everybody', () => {
    const policy = [{ ...allow(everything), Effect: 'Deny', Action: 's3:List*' }];
    expect(grantsIn({ acl: [[AllUsers, 'READ']], policy })).toEqual([]);
  });
});

describe('what outsiders hold by access points', () => {
  const through = `arn:aws:s3:us-east-1:${home.id}:accesspoint/reports`;
  const point = (statement: object, more: Partial<AccessPoint> = {}) => ({
    point: { policy: [allow({ Resource: `${through}/object/*`, ...statement })], ...more },
  });

  it.each<[string, Parameters<typeof grantsIn>[0], readonly string[]]>([
    ['a partner', point({ Principal: root(away.id) }), [`account:${away.id}:read`]],
    ['the world', point({}), ['world:read']],
    ['the world, for a VPC', point({}, { VpcId: 'vpc-1' }), []],
    [
      'the world behind the block of the bucket',
      { ...point({}), bucketBlock: { RestrictPublicBuckets: true } },
      [],
    ],
    [
      'the world behind the block of the point',
      point({}, { block: { ...open, RestrictPublicBuckets: true } }),
      [],
    ],
    ['the own account', point({ Principal: root(home.id) }), []],
    ['a partner by another point', point({ Principal: root(away.id), Resource: `${through}x/object/*` }), []],
  ])('%s', (_name, situation, grants) => {
    expect(grantsIn(situation)).toEqual(grants);
  });
});
