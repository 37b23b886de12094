import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketPolicy } from '../../controller/aspects/bucket-policy.js';
import type { Json, JsonObject } from '../../controller/domain/json.js';
import type { Step } from '../../controller/domain/plan.js';
import { isPublicPolicy } from '../../controller/exposure/policy-public.js';
import { account, block, bucket, partner, reading, situationOf } from './access-situation.js';
import { value } from './arbitraries/bucket-policy.js';

const steps = (found: Json, declared: Json, publicAccessBlock: Json = block(true)): readonly Step[] =>
  bucketPolicy.write(
    situationOf('bucketPolicy', {
      found: { bucketPolicy: found, publicAccessBlock },
      wanted: { bucketPolicy: declared },
      repairs: ['bucketPolicy'],
    }),
  ) as readonly Step[];

const ours = reading({ AWS: account });
const theirs = reading({ AWS: partner });
const world = reading('*');
const otherWorld = reading('*', { Action: 's3:*' });
const both: Json = {
  ...(world as JsonObject),
  Statement: [
    ...((ours as JsonObject)['Statement'] as Json[]),
    ...((world as JsonObject)['Statement'] as Json[]),
  ],
};
const none: Json = null;

describe('writing a bucket policy', () => {
  it.each<[string, Json, Json, Json, readonly [string, string, readonly string[]][]]>([
    ['a missing one of our own', none, ours, block(true), [['put', 'restore', []]]],
    [
      'a changed one of our own',
      reading({ AWS: account }, { Action: 's3:*' }),
      ours,
      block(true),
      [['put', 'restore', []]],
    ],
    ['a public one by ours', world, ours, block(false), [['put', 'close', []]]],
    ['a stranger by us', theirs, ours, block(true), [['put', 'close', []]]],
    [
      'a stranger through his network by us',
      reading('*', { Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-0a' } } }),
      ours,
      block(true),
      [['put', 'close', []]],
    ],
    [
      'a partner declared, more for him',
      reading({ AWS: partner }, { Action: 's3:*' }),
      theirs,
      block(true),
      [['put', 'restore', []]],
    ],
    ['ours by one with a partner', ours, theirs, block(true), [['put', 'restore', []]]],
    ['ours by none', ours, none, block(true), [['delete', 'restore', []]]],
    ['a public one by none', world, none, block(false), [['delete', 'close', []]]],
    ['none by a public one', none, world, block(false), [['put', 'open', ['publicAccessBlock.close']]]],
    ['ours by a public one', ours, world, block(false), [['put', 'open', ['publicAccessBlock.close']]]],
    ['a public one by a public one', otherWorld, world, block(false), [['put', 'close', []]]],
    [
      'a public one by a public one, new ones blocked',
      otherWorld,
      world,
      block(true),
      [['put', 'close', ['publicAccessBlock.close']]],
    ],
    [
      'a stranger by a public one',
      theirs,
      world,
      block(false),
      [
        ['close', 'close', []],
        ['put', 'open', ['publicAccessBlock.close', 'bucketPolicy.close']],
      ],
    ],
    ['one that nobody can read', { Statement: 7 }, ours, block(true), [['put', 'close', []]]],
  ])('replaces %s', (_name, found, declared, publicAccessBlock, expected) => {
    const written = steps(found, declared, publicAccessBlock);
    expect(written.map(({ id, effect, after = [] }) => [id, effect, after])).toEqual(
      expected.map(([verb, effect, after]) => [`bucketPolicy.${verb}`, effect, after]),
    );
  });

  it('sends the declared document to its owner, and to nobody else', () => {
    const [put, ...more] = steps(none, ours);
    expect(more).toEqual([]);
    expect(put?.operation).toBe('PutBucketPolicy');
    const { Policy: text, ...guard } = put?.input ?? {};
    expect(guard).toEqual({ Bucket: bucket.name, ExpectedBucketOwner: account });
    expect(JSON.parse(String(text))).toEqual(ours);
    expect(put?.leaves).toEqual({ kind: 'value', value: ours });
  });

  it('deletes only where none is declared', () => {
    expect(steps(ours, none)).toMatchObject([
      {
        operation: 'DeleteBucketPolicy',
        input: { Bucket: bucket.name, ExpectedBucketOwner: account },
        leaves: { kind: 'absent' },
      },
    ]);
  });

  it('shuts strangers out with the closed part of a public policy, or with none if it has no such part', () => {
    const [closed] = steps(theirs, both);
    expect(JSON.parse(String(closed?.input['Policy']))).toEqual({ ...(ours as JsonObject) });
    expect(closed?.leaves).toEqual({ kind: 'value', value: ours });
    const [emptied] = steps(theirs, world);
    expect(emptied).toMatchObject({ operation: 'DeleteBucketPolicy', leaves: { kind: 'absent' } });
  });

  it('goes by a closed policy only to what opens, and ends at what is declared', () => {
    fc.assert(
      fc.property(fc.option(value, { nil: null }), value, (found, declared) => {
        const written = steps(found, declared);
        const last = written.at(-1);
        expect(last?.leaves).toEqual({ kind: 'value', value: declared });
        for (const { id, effect, leaves } of written.slice(0, -1)) {
          expect([effect, last?.effect, last?.after]).toEqual([
            'close',
            'open',
            ['publicAccessBlock.close', id],
          ]);
          expect(leaves?.kind === 'value' && isPublicPolicy(leaves.value)).toBe(false);
        }
      }),
    );
  });
});
