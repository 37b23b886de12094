import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../controller/domain/json.js';
import type { Step } from '../../controller/domain/plan.js';
import { account, partner } from './access-situation.js';
import {
  allow,
  answerTo,
  arn,
  closed,
  deny,
  fieldsOf,
  forbid,
  fresh,
  gone,
  guard,
  inOffice,
  inOrgs,
  plain,
  policy,
  reads,
  role,
  stranger,
  tls,
  tlsOnly,
} from './policy-rule-world.js';

describe('a bucket policy that is not', () => {
  it.each<[string, JsonObject, Json, Json]>([
    [
      'a public statement goes, every other stays in its place',
      closed,
      policy(guard, allow('*'), reads),
      policy(guard, reads),
    ],
    [
      'everybody goes from a list',
      closed,
      policy(allow({ AWS: [role('a'), '*', role('b')] })),
      policy(allow({ AWS: [role('a'), role('b')] })),
    ],
    [
      'a stranger goes, a partner stays',
      closed,
      policy(allow({ AWS: [stranger, partner], Service: 'logging.s3.amazonaws.com' })),
      policy(allow({ AWS: [partner], Service: ['logging.s3.amazonaws.com'] })),
    ],
    [
      'a network goes where only accounts may come in',
      closed,
      policy(reads, allow('*', 's3:*', { Condition: inOffice })),
      policy(reads),
    ],
    [
      'an open range goes from a condition',
      forbid('public'),
      policy(
        allow('*', 's3:GetObject', {
          Condition: { IpAddress: { 'aws:SourceIp': ['0.0.0.0/0', '203.0.113.0/24'] } },
        }),
      ),
      policy(
        allow('*', 's3:GetObject', { Condition: { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24'] } } }),
      ),
    ],
    [
      'an organization goes from a condition',
      { ...forbid('externalAccounts'), externalAccounts: ['org:o-ours000001'] },
      policy(allow('*', 's3:GetObject', { Condition: inOrgs('o-ours000001', 'o-theirs0001') })),
      policy(allow('*', 's3:GetObject', { Condition: inOrgs('o-ours000001') })),
    ],
    [
      'an action goes',
      closed,
      policy(allow({ AWS: role('a') }, ['s3:GetObject', 's3:PutBucketAcl'])),
      policy(allow({ AWS: role('a') }, ['s3:GetObject'])),
    ],
    [
      'a pattern gives way to the rest of it',
      closed,
      policy(allow({ AWS: role('a') }, ['s3:*Acl', 's3:ListBucket'])),
      policy(
        allow({ AWS: role('a') }, [
          's3:GetBucketAcl',
          's3:GetObjectAcl',
          's3:GetObjectVersionAcl',
          's3:ListBucket',
        ]),
      ),
    ],
    [
      'a statement of nothing else goes',
      closed,
      policy(reads, allow({ AWS: role('a') }, 's3:PutBucketPolicy')),
      policy(reads),
    ],
    [
      'outsiders lose what our own keep',
      forbid('externalAclWrite'),
      policy(allow({ AWS: [account, partner] }, ['s3:GetObject', 's3:PutObjectAcl'], { Sid: 'Both' })),
      policy(
        allow({ AWS: [account] }, ['s3:GetObject', 's3:PutObjectAcl'], { Sid: 'Both' }),
        allow({ AWS: [partner] }, ['s3:GetObject']),
      ),
    ],
    [
      'a deleted role goes with the rest',
      closed,
      policy(reads, deny('s3:*', { Principal: { AWS: [gone, stranger] } }), allow({ AWS: gone }), allow('*')),
      policy(reads, deny('s3:*', { Principal: { AWS: [stranger] } })),
    ],
    ['what is required comes', tlsOnly, null, fresh(tls)],
    [
      'what is required comes last, and under no label that is taken',
      tlsOnly,
      policy({ ...guard, Sid: 'TlsOnly' }),
      policy({ ...guard, Sid: 'TlsOnly' }, deny('s3:*', { Condition: plain })),
    ],
    [
      'what is required of half of it comes',
      tlsOnly,
      policy({ ...tls, Resource: arn, Sid: 'Half' }),
      policy({ ...tls, Resource: arn, Sid: 'Half' }, tls),
    ],
    [
      'a lone statement becomes one of a list',
      tlsOnly,
      { Version: '2012-10-17', Statement: reads },
      fresh(reads, tls),
    ],
    ['nothing is left', closed, policy(allow('*')), null],
    ['the older language stays', closed, { Statement: [reads, allow('*')] }, { Statement: [reads] }],
  ])('is mended: %s', (_name, rules, found, expected) => {
    expect(fieldsOf(rules, found)).not.toEqual([]);
    const steps = answerTo(rules, found) as readonly Step[];
    expect(steps.map(({ operation }) => operation)).toEqual([
      expected === null ? 'DeleteBucketPolicy' : 'PutBucketPolicy',
    ]);
    const text = steps[0]?.input['Policy'];
    expect(text === undefined ? null : JSON.parse(String(text))).toEqual(expected);
    expect(steps[0]?.leaves).toEqual(
      expected === null ? { kind: 'absent' } : { kind: 'value', value: expected },
    );
    expect(fieldsOf(rules, expected)).toEqual([]);
  });

  it('says which statement breaks which rule, and what is missing', () => {
    expect(
      fieldsOf({ ...closed, ...tlsOnly }, policy(reads, allow('*', 's3:*', { Sid: 'Oops' }))),
    ).toMatchObject([
      { path: 'Statement[1] (Oops) breaks aclWrite', actual: expect.stringContaining('s3:PutBucketAcl') },
      { path: 'Statement[1] (Oops) breaks externalAccounts', actual: expect.stringContaining('everybody') },
      { path: 'Statement[1] (Oops) breaks public', actual: expect.stringContaining('everybody') },
      { path: 'rules.require[]', desired: { template: 'tlsOnly' } },
    ]);
    expect(fieldsOf(closed, policy(allow({ AWS: stranger })))).toEqual([
      {
        path: 'Statement[0] breaks externalAccounts',
        actual: `It lets in ${stranger}, not among those who may be.`,
      },
    ]);
  });
});
