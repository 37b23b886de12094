import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadCatalogueTexts } from '../../controller/catalog/catalogue.js';
import { explain } from '../../controller/catalog/explain.js';
import { globList } from '../../controller/catalog/glob.js';
import { mismatches } from '../../controller/catalog/mismatch.js';
import { isSelected, type Selection, type Tags } from '../../controller/catalog/selection.js';
import { explanationText } from '../../controller/cli/explain-text.js';
import { bucket, lastWord, load } from './loading.js';

const yaml = `name: base
environment: production
aspects:
  door: { open: true }
  tagging:
    team: house
    cost: '1'
---
name: rooms
extends: base
select: { buckets: ['room-*', '!room-0'], regions: ['eu-*'] }
mode: dry-run
aspects:
  door: {}
  tagging:
    cost: '2'
reopen: { door: auto }
---
name: halls
select: { buckets: ['hall-*'], accounts: ['444455556666'], tags: { size: big } }
aspects:
  sign: { text: hall }
---
name: fenced
select: { accounts: ['111122223333'] }
aspects:
  gate: {}
`;
const catalogue = load(
  yaml,
  '- { id: door-open, aspect: door, severity: high, response: revert, why: a test says so }\n',
);

const explained = (name: string, region?: string, tags?: Tags) => {
  const target = bucket(name);
  const verdict = catalogue.effective(target, region, tags);
  return explain(catalogue, target, verdict.kind === 'effective' ? verdict.baseline : undefined, {
    mode: 'auto-revert',
    ...(region === undefined ? {} : { region }),
    ...(tags === undefined ? {} : { tags }),
  });
};

it('says who asks for the name of a deleted bucket to be held', () => {
  const held = load("name: base\nrecreate: hold-name\nselect: { buckets: ['*'] }\naspects: { door: {} }\n");
  const verdict = held.effective(bucket('abc'));
  const baseline = verdict.kind === 'effective' ? verdict.baseline : undefined;
  const found = explain(held, bucket('abc'), baseline, { mode: 'dry-run' });
  expect(found.recreate).toEqual({ baseline: 'base', source: 'baselines/it.yaml:2' });
  expect(explained('room-1', 'eu-west-1')).not.toHaveProperty('recreate');
});

describe('an explanation', () => {
  const found = explained('room-1', 'eu-west-1');

  it('says which layers there are, which line gave each value, and what that replaces', () => {
    expect(found).toMatchObject({
      target: 'aws/111122223333/bucket/room-1',
      baselines: [
        { baseline: 'rooms', source: 'baselines/it.yaml:9', on: [{ source: 'baselines/it.yaml:1' }] },
      ],
      mode: { value: 'dry-run', because: 'says baselines/it.yaml:12' },
      labels: { environment: 'production' },
      aspects: [
        {
          aspect: 'door',
          desired: { kind: 'value', value: { open: false, loud: true } },
          from: { baseline: 'rooms', source: 'baselines/it.yaml:14' },
          replaces: [{ baseline: 'base', source: 'baselines/it.yaml:4' }],
          reopen: 'auto',
        },
        {
          aspect: 'tagging',
          desired: { kind: 'value', value: { team: 'house', cost: '2' } },
          members: { team: 'baselines/it.yaml:6', cost: 'baselines/it.yaml:16' },
        },
      ],
    });
  });

  it('says which remediation policies decide about a difference, in their order', () => {
    expect(found.aspects.map(({ policies }) => policies.map(({ id }) => id))).toEqual([
      ['door-open', 'default'],
      ['default'],
    ]);
  });

  it('says why nothing is for a target, by whatever is missing least', () => {
    expect(explained('room-0', 'eu-west-1')).toMatchObject({
      baselines: [],
      aspects: [],
      almost: [{ baseline: 'rooms', because: ['the name is excluded by !room-0'] }],
    });
    expect(explained('room-1', 'us-east-1').almost).toMatchObject([
      { baseline: 'rooms', because: ['the region us-east-1 does not match eu-*'] },
    ]);
    expect(explained('hall-1', 'us-east-1', { size: 'small' }).almost).toMatchObject([
      { baseline: 'rooms' },
      {
        baseline: 'halls',
        because: ['account 111122223333 is not among 444455556666', "the tag size is 'small', not 'big'"],
      },
    ]);
  });
});

it('finds something amiss exactly where a selection does not take a target', () => {
  const words = fc.constantFrom('a-1', 'a-2', 'b-1');
  const globs = fc
    .uniqueArray(fc.constantFrom('a-*', 'b-?', '*', '!a-1', '!b-*'), { minLength: 1 })
    .map(globList);
  const tags = fc.dictionary(fc.constantFrom('x', 'y'), fc.constantFrom('1', '2'), { maxKeys: 2 });
  const selections: fc.Arbitrary<Selection> = fc.record(
    { buckets: globs, regions: globs, tags, accounts: fc.constant(['111122223333']) },
    { requiredKeys: ['buckets'] },
  );
  fc.assert(
    fc.property(
      selections,
      words,
      words,
      tags,
      fc.constantFrom('111122223333', '444455556666'),
      (selection, name, region, live, account) => {
        const target = bucket(name, account);
        const isFine = mismatches(selection, target, region, live).length === 0;
        expect(isFine).toBe(isSelected(selection, target, region, live));
      },
    ),
    { numRuns: 2_000 },
  );
});

describe('a directory bucket', () => {
  const target = bucket('data--use1-az4--x-s3');
  const loaded = loadCatalogueTexts({
    baselines: [
      {
        file: 'baselines/fast.yaml',
        text: `name: fast
select: { buckets: ['*--x-s3'] }
aspects:
  publicAccessBlock: {}
  encryption: { SSEAlgorithm: AES256 }
  bucketPolicy:
    Version: '2012-10-17'
    Statement:
      - { Effect: Deny, Principal: '*', Action: 's3:PutBucketPolicy', Resource: '*' }
`,
      },
    ],
    policies: [lastWord],
    mode: 'dry-run',
  });
  const verdict = loaded.effective(target);
  const baseline = verdict.kind === 'effective' ? verdict.baseline : undefined;
  const found = explain(loaded, target, baseline, { mode: 'dry-run' });

  it('is refused no baseline, and what does not apply to it is said', () => {
    expect(found.aspects.map(({ aspect, notApplicable }) => [aspect, notApplicable])).toEqual([
      ['publicAccessBlock', 'a directory bucket has no publicAccessBlock to hold'],
      ['encryption', undefined],
      ['bucketPolicy', undefined],
    ]);
    const text = explanationText(
      found,
      { doubt: undefined, conflict: undefined, waivers: { known: [] } },
      { width: 100, color: false },
    );
    expect(text).toMatch(/not here +a directory bucket has no publicAccessBlock to hold/);
  });
});
