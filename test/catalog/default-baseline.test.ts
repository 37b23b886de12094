// biome-ignore-all lint/suspicious/noTemplateCurlyInString: baselines have variables of their own.
import { describe, expect, it } from 'vitest';
import { bucket, load, problemsOf, told } from './loading.js';

const fallback = 'name: rest\nselect: { default: true }\naspects: { door: {} }\n';
const data = "---\nname: data\nselect: { buckets: ['data-*'] }\naspects: { door: { open: true } }\n";
const tagged =
  "---\nname: tagged\nselect: { buckets: ['*'], tags: { class: open } }\naspects: { door: { open: true } }\n";
const named = (name: string) => ({ kind: 'effective', baseline: { name } });

describe('the default baseline', () => {
  it('is for what no other selects, and contradicts none that does', () => {
    const catalogue = load(fallback + data);
    expect(catalogue.effective(bucket('else'))).toMatchObject(named('rest'));
    expect(catalogue.effective(bucket('data-1'))).toMatchObject(named('data'));
    expect(catalogue.selects(bucket('else'))).toBe(true);
  });

  it('is not for accounts', () => {
    const account = { kind: 'account', partition: 'aws', account: '111122223333' } as const;
    expect(load(fallback).effective(account)).toEqual({ kind: 'unselected' });
  });

  it('waits for the tags where another may select by them, and takes no side before', () => {
    const catalogue = load(fallback + tagged);
    expect(catalogue.effective(bucket('else'))).toEqual({ kind: 'needs-tags', keys: ['class'] });
    expect(catalogue.effective(bucket('else'), 'eu-west-1', {})).toMatchObject(named('rest'));
    expect(catalogue.effective(bucket('else'), 'eu-west-1', { class: 'open' })).toMatchObject(
      named('tagged'),
    );
  });

  it('waits for the region where another may select by it', () => {
    const far = data.replace("['data-*']", "['data-*'], regions: ['us-*']");
    const catalogue = load(fallback + far);
    expect(catalogue.effective(bucket('data-1'))).toEqual({ kind: 'needs-region' });
    expect(catalogue.effective(bucket('data-1'), 'us-east-1')).toMatchObject(named('data'));
    expect(catalogue.effective(bucket('data-1'), 'eu-west-1')).toMatchObject(named('rest'));
  });

  it('may be restricted to accounts and regions', () => {
    const catalogue = load(
      fallback.replace('default: true', "default: true, accounts: ['444455556666'], regions: ['eu-*']"),
    );
    expect(catalogue.effective(bucket('else'))).toEqual({ kind: 'unselected' });
    const other = bucket('else', '444455556666');
    expect(catalogue.effective(other)).toEqual({ kind: 'needs-region' });
    expect(catalogue.effective(other, 'us-east-1')).toEqual({ kind: 'unselected' });
    expect(catalogue.effective(other, 'eu-west-1')).toMatchObject(named('rest'));
  });

  it('may be extended, and does not then select for what extends it', () => {
    const catalogue = load(`${fallback}---\nname: data\nextends: rest\nselect: { buckets: ['data-*'] }\n`);
    expect(catalogue.effective(bucket('data-1'))).toMatchObject(named('data'));
    expect(catalogue.effective(bucket('else'))).toMatchObject(named('rest'));
  });

  it('makes another generation than the same baseline for named buckets', () => {
    const all = fallback.replace('default: true', "buckets: ['*']");
    expect(load(fallback).generation).not.toBe(load(all).generation);
  });
});

describe('two defaults', () => {
  const second = fallback.replace('rest', 'other').replace('{}', '{ open: true }');

  it('are an error where they contradict each other for one bucket', () => {
    expect(told(problemsOf(`${fallback}---\n${second}`))).toEqual([
      '6:1 other and rest (baselines/it.yaml:2) are both the default in eu-central-1 of account 111122223333 and contradict each other in door -> let one extend the other, or restrict them to different accounts or regions',
    ]);
  });

  it('may stand beside each other in different regions', () => {
    const here = fallback.replace('default: true', "default: true, regions: ['eu-*']");
    const there = second.replace('default: true', "default: true, regions: ['us-*']");
    const catalogue = load(`${here}---\n${there}`);
    expect(catalogue.effective(bucket('else'), 'eu-west-1')).toMatchObject(named('rest'));
    expect(catalogue.effective(bucket('else'), 'us-east-1')).toMatchObject(named('other'));
  });
});

describe('a default that makes no sense is refused', () => {
  it.each([
    [
      'with names',
      "name: it\nselect: { default: true, buckets: ['a'] }\naspects: { door: {} }\n",
      'it is the default, which takes whatever no other baseline selects: it cannot choose by name -> take default away, or buckets',
    ],
    [
      'with tags',
      'name: it\nselect: { default: true, tags: { a: b } }\naspects: { door: {} }\n',
      'it is the default, which takes whatever no other baseline selects: it cannot choose by tags -> take default away, or tags',
    ],
    [
      'for accounts',
      "name: it\nselect: { default: true, accounts: ['111122223333'] }\naspects: { gate: {} }\n",
      'it is for accounts: it cannot select buckets, regions or tags, nor be the default -> select accounts only',
    ],
    [
      'that is none',
      'name: it\nselect: { default: false }\naspects: { door: {} }\n',
      'default cannot be false',
    ],
    ['outside select', 'name: it\ndefault: true\naspects: { door: {} }\n', 'default'],
  ])('%s', (_, text, message) => {
    expect(told(problemsOf(text)).join('\n')).toContain(message);
  });

  it('that demands what cannot be on some bucket', () => {
    const odd = fallback.replace('door: {}', "lock: { key: 'key-${account}-1' }");
    expect(told(problemsOf(odd)).join('\n')).toContain('lock of rest cannot be reached on');
  });
});
