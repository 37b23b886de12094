import { describe, expect, it } from 'vitest';
import { lifecycle } from '../../controller/aspects/lifecycle.js';
import type { Json } from '../../controller/domain/json.js';
import { account, beside, bucket, situationOf } from './access-situation.js';

const expire = { ID: 'expire', Status: 'Enabled', Filter: {}, Expiration: { Days: 30 } };
const hostile = { Rules: [{ ...expire, ID: 'all', Expiration: { Days: 1 } }] };
const write = (found: Json, wanted: Json, versioning: Json = {}) =>
  lifecycle.write(
    situationOf('lifecycle', {
      found: { lifecycle: found, versioning },
      wanted: { lifecycle: wanted },
      repairs: ['lifecycle'],
    }),
  );

describe('lifecycle rules', () => {
  it.each([
    [undefined, 'all_storage_classes_128K'],
    ['varies_by_storage_class', 'varies_by_storage_class'],
  ])('are put over hostile ones with the size %s said as %s', (declared, said) => {
    const wanted = {
      Rules: [expire],
      ...(declared === undefined ? {} : { TransitionDefaultMinimumObjectSize: declared }),
    };
    expect(write(hostile, wanted)).toEqual([
      {
        id: 'lifecycle.put',
        aspect: 'lifecycle',
        service: 's3',
        operation: 'PutBucketLifecycleConfiguration',
        input: {
          Bucket: bucket.name,
          ExpectedBucketOwner: account,
          TransitionDefaultMinimumObjectSize: said,
          LifecycleConfiguration: { Rules: [expire] },
        },
        effect: 'protect',
        leaves: { kind: 'value', value: wanted },
      },
    ]);
  });

  it('are taken away by one delete where none must be', () => {
    expect(write(hostile, null)).toMatchObject([
      {
        id: 'lifecycle.delete',
        operation: 'DeleteBucketLifecycle',
        input: { Bucket: bucket.name, ExpectedBucketOwner: account },
        effect: 'protect',
        leaves: { kind: 'absent' },
      },
    ]);
  });

  it('are not tried where MFA delete makes S3 refuse them', () => {
    const answer = write(null, { Rules: [expire] }, { Status: 'Enabled', MFADelete: 'Enabled' });
    expect(answer).toMatchObject({ kind: 'escalate', aspect: 'lifecycle' });
    expect(answer).toHaveProperty('runbook', expect.stringContaining(`--bucket ${bucket.name} `));
  });

  it('that S3 gave no ID are told apart by what they say', () => {
    const { ID: _, ...nameless } = expire;
    const state = { Rules: [nameless, { ...nameless, Expiration: { Days: 31 } }] };
    const forms = lifecycle.canonical(state, bucket) as { readonly Rules: Readonly<Record<string, Json>> };
    expect(Object.values(forms.Rules)).toHaveLength(2);
  });
});

describe('lifecycle rules that cannot be reached or kept', () => {
  const reason = (Rules: readonly object[], wanted: Readonly<Record<string, Json>> = {}) =>
    lifecycle.unreachable?.({ Rules } as Parameters<typeof lifecycle.canonical>[0], beside(wanted), bucket);
  const { Expiration: _, ...idle } = expire;

  it('say what to declare instead', () => {
    expect(reason([expire, { ...expire, Status: 'Disabled' }])).toBe(
      'two rules have the ID expire: give each its own',
    );
    expect(reason([idle])).toMatch(/^rule expire does nothing: give it one of Expiration, /);
    expect(reason([expire], { versioning: { Status: 'Enabled', MFADelete: 'Enabled' } })).toMatch(
      /MFADelete: Disabled$/,
    );
  });

  it('are none of the others', () => {
    expect(reason([expire, { ...expire, ID: 'again' }])).toBeUndefined();
    expect(reason([expire], { versioning: { Status: 'Enabled', MFADelete: 'Disabled' } })).toBeUndefined();
    expect(reason([expire], { versioning: { Status: 'Enabled' } })).toBeUndefined();
  });
});
