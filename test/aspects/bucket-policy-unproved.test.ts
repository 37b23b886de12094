import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../controller/domain/json.js';
import { account, block } from './access-situation.js';
import {
  allow,
  answerTo,
  arn,
  closed,
  fieldsOf,
  gone,
  policy,
  reads,
  role,
  tlsOnly,
} from './policy-rule-world.js';

describe('a bucket policy whose repair nobody can prove', () => {
  it.each<[string, JsonObject, Json, string]>([
    ['its statements cannot be read', closed, { Statement: 7 }, 'cannot be understood'],
    [
      'a statement has an element that nobody knows',
      closed,
      policy(reads, { ...allow('*'), Principel: 'x' }),
      'Statement[1] cannot be understood',
    ],
    [
      'a Deny exempts deleted roles alone',
      closed,
      policy(allow('*'), {
        Effect: 'Deny',
        NotPrincipal: { AWS: gone },
        Action: 's3:PutObject',
        Resource: `${arn}/*`,
      }),
      'deny to everybody',
    ],
    [
      'it would be too long',
      tlsOnly,
      policy(allow({ AWS: role('a') }, 's3:GetObject', { Sid: 'x'.repeat(20_100) })),
      'S3 takes 20480',
    ],
    [
      'a variable would be taken for text',
      {
        require: [
          { statement: allow({ AWS: account }, 's3:GetObject', { Resource: `${arn}/\${aws:username}/*` }) },
        ],
      },
      { Statement: reads },
      'takes them for text',
    ],
  ])('is left alone and told of where %s', (_name, rules, found, why) => {
    expect(fieldsOf(rules, found)).not.toEqual([]);
    expect(answerTo(rules, found)).toMatchObject({
      kind: 'escalate',
      aspect: 'bucketPolicy',
      runbook: expect.stringContaining(why),
    });
  });

  it('is left alone where S3 would refuse what the rules leave public', () => {
    expect(answerTo(tlsOnly, policy(allow('*')), block(true))).toMatchObject({
      kind: 'escalate',
      runbook: expect.stringContaining('BlockPublicPolicy'),
    });
    expect(answerTo(tlsOnly, policy(allow('*')), block(false))).toMatchObject([
      { operation: 'PutBucketPolicy', effect: 'restore' },
    ]);
  });
});
