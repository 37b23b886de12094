import { describe, expect, it } from 'vitest';
import { bucketPolicy } from '../../controller/aspects/bucket-policy.js';
import type { Json, JsonObject } from '../../controller/domain/json.js';
import { account, bucket, partner } from './access-situation.js';
import {
  allow,
  answerTo,
  arn,
  closed,
  deny,
  fieldsOf,
  forbid,
  gone,
  inOffice,
  policy,
  reads,
  role,
  stranger,
  tls,
  tlsOnly,
} from './policy-rule-world.js';

describe('a bucket policy that is as the rules demand', () => {
  it.each<[string, JsonObject, Json]>([
    ['none, where nothing is required', closed, null],
    ['one that lets in our own', closed, policy(reads)],
    ['one that lets in who may be', closed, policy(allow({ AWS: role('x', partner) }))],
    [
      'what only the network confines, where only the public is shut out',
      forbid('public'),
      policy(allow('*', 's3:*', { Condition: inOffice })),
    ],
    [
      'one that names a deleted role',
      closed,
      policy(allow({ AWS: [gone, role('reader')] }, 's3:GetObject'), allow({ AWS: gone }, 's3:*')),
    ],
    ['TLS asked for with another label', tlsOnly, policy(reads, { ...tls, Sid: 'Ours' })],
    [
      'TLS asked for of the bucket and of its objects apart',
      tlsOnly,
      policy({ ...tls, Resource: arn }, { ...tls, Sid: 'B', Resource: `${arn}/*` }),
    ],
    [
      'TLS asked for of everything',
      tlsOnly,
      policy({
        ...tls,
        Principal: { AWS: '*' },
        Action: '*',
        Resource: '*',
        Condition: { Bool: { 'AWS:securetransport': [false] } },
      }),
    ],
    [
      'TLS asked for where nobody says',
      tlsOnly,
      policy({ ...tls, Condition: { BoolIfExists: { 'aws:SecureTransport': 'false' } } }),
    ],
    ['everything denied', tlsOnly, policy(deny('s3:*'))],
    [
      'a required Allow that is wider',
      { require: [{ statement: reads }] },
      policy(allow({ AWS: [role('reader'), role('b')] }, 's3:Get*')),
    ],
  ])('is left alone: %s', (_name, rules, found) => {
    expect(fieldsOf(rules, found)).toEqual([]);
    expect(answerTo(rules, found)).toEqual([]);
  });
});

describe('rules that nothing can satisfy', () => {
  it.each<[string, JsonObject, string]>([
    [
      'require what they forbid',
      { ...forbid('aclWrite'), require: [{ statement: allow({ AWS: account }, 's3:*') }] },
      'breaks aclWrite',
    ],
    [
      'require a stranger',
      { ...closed, require: [{ statement: allow({ AWS: stranger }) }] },
      'breaks externalAccounts',
    ],
    ['require what is public', { require: [{ statement: allow('*') }] }, 'declare the whole policy'],
    [
      'require another bucket',
      { require: [{ statement: { ...reads, Resource: 'arn:aws:s3:::other/*' } }] },
      'not in this bucket',
    ],
    ['lock the controller out', { require: [{ statement: deny('s3:*') }] }, 'the controller too'],
    ['require a deleted role', { require: [{ statement: allow({ AWS: gone }) }] }, gone],
    ['require more than fits', { require: [{ statement: { ...reads, Sid: 'x'.repeat(20_480) } }] }, '20480'],
    [
      'name partners in vain',
      { ...forbid('public'), externalAccounts: [partner] },
      'Add externalAccounts to forbid',
    ],
    [
      'call the account external',
      { ...forbid('externalAccounts'), externalAccounts: [account] },
      'not external',
    ],
    ['say nothing', { restoreDeleted: false }, 'forbid nothing'],
  ])('are refused: they %s', (_name, rules, why) => {
    expect(bucketPolicy.unreachable?.({ rules }, new Map(), bucket)).toContain(why);
  });
});
