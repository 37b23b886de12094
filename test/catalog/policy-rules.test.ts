import { expect, it } from 'vitest';
import { aspects } from '../../controller/aspects/index.js';
import { loadCatalogueTexts } from '../../controller/catalog/catalogue.js';
import { CatalogueError } from '../../controller/catalog/problem.js';
import { bucket, lastWord, told } from './loading.js';

const load = (rules: string) =>
  loadCatalogueTexts(
    {
      baselines: [
        {
          file: 'baselines/it.yaml',
          text: `name: it\nselect: { buckets: ['data-*'] }\naspects:\n  bucketPolicy:\n    rules: ${rules}\n`,
        },
      ],
      policies: [lastWord],
      mode: 'auto-revert',
    },
    aspects,
  );

function problemsOf(rules: string): readonly string[] {
  try {
    load(rules);
  } catch (error) {
    if (error instanceof CatalogueError) return told(error.problems);
    throw error;
  }
  return [];
}

it('fills the variables of a required statement in', () => {
  const rules =
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a baseline has variables of its own.
    "{ forbid: [public], require: [{ template: tlsOnly }, { statement: { Effect: Deny, Principal: '*', Action: s3:DeleteBucket, Resource: 'arn:${partition}:s3:::${bucket}' } }] }";
  expect(problemsOf(rules)).toEqual([]);
  const verdict = load(rules).effective(bucket('data-orders'), 'eu-west-1');
  expect(
    JSON.stringify('baseline' in verdict && verdict.baseline.aspects.get('bucketPolicy')?.desired),
  ).toContain('arn:aws:s3:::data-orders');
});

it.each<[string, string, string]>([
  ['a misspelt rule', '{ forbid: [publik] }', 'publik'],
  ['a misspelt word', '{ forbids: [public] }', 'forbids is unknown here'],
  ['a misspelt template', '{ require: [{ template: tlsonly }] }', 'tlsonly'],
  [
    'an account without quotes',
    '{ forbid: [externalAccounts], externalAccounts: [444455556666] }',
    'put it in quotes',
  ],
  ['what nobody is called', '{ forbid: [externalAccounts], externalAccounts: [everybody] }', 'everybody'],
  [
    'a contradiction',
    "{ forbid: [aclWrite], require: [{ statement: { Effect: Allow, Principal: { AWS: '111122223333' }, Action: s3:*, Resource: '*' } }] }",
    'breaks aclWrite, which is forbidden',
  ],
  [
    'a lock-out',
    "{ require: [{ statement: { Effect: Deny, Principal: '*', Action: s3:*, Resource: '*' } }] }",
    'the controller too',
  ],
])('tells of %s', (_name, rules, expected) => {
  const problems = problemsOf(rules);
  expect(problems.length).toBe(1);
  expect(problems.join()).toContain(expected);
});
