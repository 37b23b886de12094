import { describe, expect, it } from 'vitest';
import { aspectNamed, aspects, whyWithout } from '../../controller/aspects/index.js';
import type { Json } from '../../controller/domain/json.js';
import type { Desired, Observation } from '../../controller/domain/observation.js';
import type { Plan } from '../../controller/domain/plan.js';
import type { BucketTarget } from '../../controller/domain/target.js';
import { compare } from '../../controller/engine/compare.js';
import { planFor } from '../contract/healing.js';
import { directoryName } from '../local/directory-world.js';

const account = '111122223333';
const name = directoryName('data');
const place: BucketTarget = { kind: 'bucket', partition: 'aws', account, name };
const demand = (value: Json): Desired => ({ kind: 'value', value });
const keyOf = (id: string): string => `arn:aws:kms:us-east-1:${account}:key/${id}`;

function planned(aspect: string, desired: Json, live: Json | undefined): Plan {
  const now: Observation = live === undefined ? { kind: 'absent' } : { kind: 'observed', state: live };
  const needed = aspectNamed(aspect)?.needs ?? [];
  const missing = needed.map((one): [string, Observation] => [
    one,
    { kind: 'notApplicable', reason: 'not there' },
  ]);
  return planFor(place, aspect, demand(desired), new Map([[aspect, now], ...missing]));
}

const policy = (Action: string, Principal: Json = { AWS: `arn:aws:iam::${account}:role/app` }): Json => ({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal, Action, Resource: `arn:aws:s3express:us-east-1:${account}:bucket/${name}` },
  ],
});
const rule = (more: Json): Json => ({
  Rules: [{ ID: 'one', Status: 'Enabled', Filter: {}, Expiration: { Days: 1 }, ...Object(more) }],
});

describe('a directory bucket', () => {
  it('has a part of the settings', () => {
    const there = aspects.filter((one) => whyWithout(one.name, place) === undefined).map((one) => one.name);
    expect(there).toEqual(['bucketPolicy', 'encryption', 'inventory', 'lifecycle', 'metrics', 'tagging']);
    for (const one of there) expect(aspectNamed(one)?.directory?.iam.read).not.toEqual([]);
    expect(whyWithout('acl', place)).toBe('a directory bucket has no acl to hold');
    expect(whyWithout('acl', { ...place, name: 'data' })).toBeUndefined();
    expect(whyWithout('encryption', { kind: 'account', partition: 'aws', account })).toContain('no setting');
  });

  it.each<[string, string, Json, Json | undefined, string]>([
    [
      'dual-layer encryption',
      'encryption',
      { SSEAlgorithm: 'aws:kms:dsse', KMSMasterKeyID: keyOf('a') },
      undefined,
      'aws:kms:dsse does not exist there',
    ],
    [
      'no customer key',
      'encryption',
      { SSEAlgorithm: 'aws:kms' },
      { SSEAlgorithm: 'AES256' },
      'needs a KMSMasterKeyID',
    ],
    [
      'another customer key',
      'encryption',
      { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keyOf('a') },
      { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keyOf('b') },
      'no other customer key as long as it lives',
    ],
    ['actions of S3', 'bucketPolicy', policy('s3:GetObject'), undefined, 's3:GetObject'],
    ['a public policy', 'bucketPolicy', policy('s3express:CreateSession', '*'), undefined, 'it is public'],
    [
      'a policy by rule',
      'bucketPolicy',
      { rules: { forbid: ['externalAccounts'] } },
      policy('s3express:CreateSession', { AWS: '444455556666' }),
      'by rule',
    ],
    [
      'transitions',
      'lifecycle',
      rule({ Transitions: [{ Days: 1, StorageClass: 'GLACIER' }] }),
      undefined,
      'Transitions',
    ],
    [
      'noncurrent versions',
      'lifecycle',
      rule({ NoncurrentVersionExpiration: { NoncurrentDays: 1 } }),
      undefined,
      'NoncurrentVersionExpiration',
    ],
    ['a rule by a tag', 'lifecycle', rule({ Filter: { Tag: { Key: 'a', Value: 'b' } } }), undefined, 'tags'],
    ['a rule by tags', 'lifecycle', rule({ Filter: { And: { Prefix: 'a', Tags: [] } } }), undefined, 'tags'],
  ])('that is to have %s is a case for a human', (_, aspect, desired, live, why) => {
    const { steps, escalations } = planned(aspect, desired, live);
    expect(steps).toEqual([]);
    expect(escalations).toEqual([{ kind: 'escalate', aspect, runbook: expect.stringContaining(why) }]);
    expect(aspectNamed(aspect)?.directory?.escalates).toMatch(/\.$/);
  });

  it.each<[string, string, Json, Json]>([
    [
      'bucket keys, which are always on',
      'encryption',
      { SSEAlgorithm: 'AES256', BucketKeyEnabled: false },
      { SSEAlgorithm: 'AES256', BucketKeyEnabled: true },
    ],
    [
      'SSE-C, which does not exist there',
      'encryption',
      { SSEAlgorithm: 'AES256', BlockedEncryptionTypes: ['SSE-C'] },
      { SSEAlgorithm: 'AES256' },
    ],
    [
      'the least size of what is moved',
      'lifecycle',
      { ...Object(rule({})), TransitionDefaultMinimumObjectSize: 'varies_by_storage_class' },
      rule({}),
    ],
  ])('is the same whatever is said of %s', (_, aspect, desired, live) => {
    const now = { kind: 'observed', state: live } as const;
    expect(compare(aspect, demand(desired), now, place)).toEqual([]);
    expect(compare(aspect, demand(desired), now, { ...place, name: 'data' })).not.toEqual([]);
  });

  it('is written without an expected owner, a bucket key or a region', () => {
    const encrypted = planned(
      'encryption',
      { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keyOf('a'), BucketKeyEnabled: true },
      { SSEAlgorithm: 'AES256', BucketKeyEnabled: true },
    );
    expect(encrypted.steps.map(({ input }) => input)).toEqual([
      {
        Bucket: name,
        ServerSideEncryptionConfiguration: {
          Rules: [
            { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keyOf('a') } },
          ],
        },
      },
    ]);
    const tagged = planned('tagging', { owner: 'data' }, {});
    expect(tagged.steps).toMatchObject([
      { input: { AccountId: account, Tags: [{ Key: 'owner', Value: 'data' }] }, effect: 'close' },
    ]);
    expect(tagged.steps[0]?.input).not.toHaveProperty('ResourceArn');
  });
});
