import { describe, expect, it } from 'vitest';
import { encryption } from '../../controller/aspects/encryption.js';
import type { Json } from '../../controller/domain/json.js';
import { account, beside, bucket, situationOf } from './access-situation.js';

const key = `arn:aws:kms:us-east-1:${account}:key/11111111-2222-3333-4444-555555555555`;
const put = (found: Json, wanted: Json) =>
  encryption.write(
    situationOf('encryption', {
      found: { encryption: found },
      wanted: { encryption: wanted },
      repairs: ['encryption'],
    }),
  );
const rulesOf = (found: Json, wanted: Json): unknown => {
  const answer = put(found, wanted);
  return 'kind' in answer ? answer : answer[0]?.input['ServerSideEncryptionConfiguration'];
};

describe('what is put as default encryption', () => {
  it('is one protecting call over what is there, never a delete', () => {
    expect(put({ SSEAlgorithm: 'aws:kms' }, { SSEAlgorithm: 'AES256', BucketKeyEnabled: false })).toEqual([
      {
        id: 'encryption.put',
        aspect: 'encryption',
        service: 's3',
        operation: 'PutBucketEncryption',
        input: {
          Bucket: bucket.name,
          ExpectedBucketOwner: account,
          ServerSideEncryptionConfiguration: {
            Rules: [
              { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false },
            ],
          },
        },
        effect: 'protect',
        leaves: { kind: 'value', value: { SSEAlgorithm: 'AES256', BucketKeyEnabled: false } },
      },
    ]);
  });

  it.each<[string, Json, Json, unknown]>([
    [
      'says again what is blocked, where the baseline does not say it',
      { BlockedEncryptionTypes: ['SSE-C'] },
      {},
      ['SSE-C'],
    ],
    [
      'lets in what the baseline lets in',
      { BlockedEncryptionTypes: ['SSE-C'] },
      { BlockedEncryptionTypes: ['NONE'] },
      ['NONE'],
    ],
    ['blocks what the baseline blocks', {}, { BlockedEncryptionTypes: ['SSE-C'] }, ['SSE-C']],
  ])('%s', (_name, found, wanted, types) => {
    const live = { SSEAlgorithm: 'aws:kms:dsse', ...(found as object) };
    const declared = { SSEAlgorithm: 'AES256', ...(wanted as object) };
    expect(rulesOf(live, declared)).toMatchObject({
      Rules: [{ BlockedEncryptionTypes: { EncryptionType: types } }],
    });
  });

  it('does not invent a block that was not read', () => {
    expect(rulesOf(null, { SSEAlgorithm: 'AES256' })).not.toHaveProperty('Rules.0.BlockedEncryptionTypes');
  });

  it('keeps members of the rule that no schema names, but no foreign key', () => {
    const live = {
      SSEAlgorithm: 'aws:kms',
      KMSMasterKeyID: key.replace(account, '444455556666'),
      Future: { On: true },
    };
    expect(rulesOf(live, { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key, BucketKeyEnabled: true })).toEqual({
      Rules: [
        {
          ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key },
          BucketKeyEnabled: true,
          Future: { On: true },
        },
      ],
    });
  });
});

describe('encryption that no call can reach', () => {
  it.each<[string, Parameters<NonNullable<typeof encryption.unreachable>>[0], RegExp | undefined]>([
    [
      'a key with AES256',
      { SSEAlgorithm: 'AES256', KMSMasterKeyID: key },
      /takes no KMSMasterKeyID: declare/,
    ],
    [
      'bucket keys with AES256',
      { SSEAlgorithm: 'AES256', BucketKeyEnabled: true },
      /AES256 has no bucket keys: declare/,
    ],
    [
      'bucket keys with dsse',
      { SSEAlgorithm: 'aws:kms:dsse', BucketKeyEnabled: true },
      /dsse has no bucket keys/,
    ],
    ['nothing else', { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key, BucketKeyEnabled: true }, undefined],
  ])('is %s', (_name, declared, reason) => {
    const answer = encryption.unreachable?.(declared, beside({}), bucket);
    if (reason === undefined) expect(answer).toBeUndefined();
    else expect(answer).toMatch(reason);
  });
});
