import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketPolicy } from '../../controller/aspects/bucket-policy.js';
import type { Json, JsonObject } from '../../controller/domain/json.js';
import { account, bucket, reading } from './access-situation.js';
import { equivalent, mutated, value } from './arbitraries/bucket-policy.js';

const canonical = (policy: Json): Json => bucketPolicy.canonical(policy as JsonObject, bucket);

const ours = reading({ AWS: account });

describe('the canonical form of a bucket policy', () => {
  it('is the same for the same meaning', () => {
    const pair = value.chain((policy) => fc.tuple(fc.constant(policy), equivalent(policy)));
    fc.assert(
      fc.property(pair, ([a, b]) => {
        expect(canonical(b)).toEqual(canonical(a));
      }),
    );
  });

  it('is another for another meaning', () => {
    const pair = value.chain((policy) => fc.tuple(fc.constant(policy), mutated(policy)));
    fc.assert(
      fc.property(pair, ([a, b]) => {
        expect(canonical(b)).not.toEqual(canonical(a));
      }),
    );
  });

  it('is its own canonical form', () => {
    fc.assert(
      fc.property(value, (policy) => {
        expect(canonical(canonical(policy))).toEqual(canonical(policy));
      }),
    );
  });

  it.each<[string, Json, Json]>([
    [
      'resources differ in case',
      reading('*', { Resource: 'arn:aws:s3:::a/X' }),
      reading('*', { Resource: 'arn:aws:s3:::a/x' }),
    ],
    [
      'the same names are excluded, not named',
      reading('*'),
      {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            NotPrincipal: '*',
            Action: 's3:GetObject',
            Resource: 'arn:aws:s3:::heron-ledger/*',
          },
        ],
      },
    ],
    [
      'a deleted role stands where a role stood',
      reading({ AWS: 'AROAQ3EGUXYZABCDEFGHI' }),
      reading({ AWS: `arn:aws:iam::${account}:role/a` }),
    ],
    [
      'keys differ only in case inside one condition',
      reading('*', { Condition: { StringEquals: { 'aws:userid': 'a', 'AWS:userid': 'b' } } }),
      reading('*', { Condition: { StringEquals: { 'aws:userid': 'b' } } }),
    ],
  ])('tells apart where %s', (_name, a, b) => {
    expect(canonical(a)).not.toEqual(canonical(b));
  });
});

describe('the schema of a bucket policy', () => {
  const fits = new Ajv({ strict: true, strictTypes: false, strictRequired: false }).compile(
    bucketPolicy.schema,
  );

  it('takes what people write', () => {
    fc.assert(
      fc.property(value, (policy) => {
        expect(fits(policy)).toBe(true);
      }),
    );
    expect(
      fits({
        Statement: { Effect: 'Deny', NotPrincipal: { AWS: account }, NotAction: '*', NotResource: 'x' },
      }),
    ).toBe(true);
  });

  it.each<[string, Json]>([
    ['no statement', { Version: '2012-10-17' }],
    ['an empty list', { Statement: [] }],
    ['another version', { Version: '2020-01-01', Statement: (ours as JsonObject)['Statement'] ?? [] }],
    ['an account id as a number', reading({ AWS: 111122223333 })],
    ['a misspelt element', reading('*', { Conditon: {} })],
    ['both an element and its negation', reading('*', { NotAction: 's3:*' })],
    ['no principal', { Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] }],
    ['a wrong effect', reading('*', { Effect: 'allow' })],
    ['a condition without a key', reading('*', { Condition: { Bool: 'true' } })],
  ])('refuses %s', (_name, policy) => {
    expect(fits(policy)).toBe(false);
  });
});
