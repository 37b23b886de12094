import { describe, expect, it } from 'vitest';
import { healthy, load } from './loading.js';

const second = "name: two\nselect: { accounts: ['111122223333', '444455556666'] }\naspects: { gate: {} }\n";
const policy = '- { id: x, aspect: door, severity: low, response: revert, why: because it is so }\n';
const generation = (baselines: string, policies = policy): string => load(baselines, policies).generation;

describe('the generation', () => {
  it.each([
    ['comments and blank lines', `# about\n\n${healthy}---\n${second}`],
    ['the order of baselines', `${second}---\n${healthy}`],
    ['the order of accounts', `${healthy}---\n${second.replace(/\[(.*), (.*)\]/, '[$2, $1]')}`],
    ['defaults written out', `${healthy.replace('{}', '{ loud: true, open: false }')}---\n${second}`],
  ])('does not depend on %s', (_, yaml) => {
    expect(generation(yaml)).toBe(generation(`${healthy}---\n${second}`));
  });

  it.each([
    ['a value', healthy.replace('{}', '{ open: true }'), policy],
    ['a glob', healthy.replace("'*'", "'a*'"), policy],
    ['a mode', `${healthy}mode: dry-run\n`, policy],
    ['a word on deleted buckets', `${healthy}recreate: hold-name\n`, policy],
    ['an owner', `${healthy}owner: us\n`, policy],
    ['a word on reopening', `${healthy}reopen: { door: auto }\n`, policy],
    ['a response', healthy, policy.replace('revert', 'alert')],
    ['a condition', healthy, policy.replace(' }', ', when: { required: [open] } }')],
    ['a kind of change', healthy, policy.replace(' }', ', change: removed }')],
  ])('changes with %s', (_, yaml, policies) => {
    expect(generation(yaml, policies)).not.toBe(generation(healthy));
  });
});
