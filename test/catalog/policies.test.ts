import { describe, expect, it } from 'vitest';
import { loadCatalogueTexts } from '../../controller/catalog/catalogue.js';
import type { Disagreement } from '../../controller/catalog/policies.js';
import type { Json } from '../../controller/domain/json.js';
import { bucket, healthy, lastWord, load, problemsOf, told } from './loading.js';
import { sampleAspects } from './sample-aspects.js';

const value = (state: Json): Disagreement['desired'] => ({ kind: 'value', value: state });
const live = (state: Json): Disagreement['observed'] => ({ kind: 'observed', state });

const policies = `- id: door.open
  aspect: door
  when: { required: [open], properties: { open: { const: true } } }
  severity: critical
  techniques: [T1530]
  response: revert
  why: everybody may come in
- { id: sign.added, aspect: sign, change: added, severity: low, response: ignore, why: a sign hurts nobody }
- { id: sign.removed, aspect: sign, change: removed, severity: high, response: propose, why: nobody finds us }
- { id: sign.modified, aspect: sign, change: modified, severity: medium, response: revert, why: it tells lies }
- id: lock.was-strong
  title: The strong lock is gone
  aspect: lock
  declared: { required: [key], properties: { key: { const: key-a-1 } } }
  severity: high
  tactic: TA0009
  controls: [S3.17, CIS-2.1.4]
  response: alert
  why: anybody has a key by now
  runbook: Change the lock by hand.
- { id: door.removed, aspect: door, change: removed, severity: high, response: revert, why: it is all gone }
`;

const entry = (more: string): string =>
  `- { id: x, severity: low, response: revert, why: because it is so, ${more} }\n`;

describe('the policy for a difference', () => {
  const { policyFor } = load(healthy, policies);
  it.each<[string, Disagreement]>([
    ['door.open', { aspect: 'door', desired: value({}), observed: live({ open: true }) }],
    ['door.removed', { aspect: 'door', desired: value({}), observed: { kind: 'absent' } }],
    ['default', { aspect: 'door', desired: value({}), observed: live({ open: false }) }],
    ['sign.added', { aspect: 'sign', desired: { kind: 'absent' }, observed: live({ text: 'x' }) }],
    ['sign.removed', { aspect: 'sign', desired: value({ text: 'x' }), observed: { kind: 'absent' } }],
    ['sign.modified', { aspect: 'sign', desired: value({ text: 'x' }), observed: live({ text: 'y' }) }],
    ['lock.was-strong', { aspect: 'lock', desired: value({ key: 'key-a-1' }), observed: live({}) }],
    ['lock.was-strong', { aspect: 'lock', desired: value({ key: 'key-a-1' }), observed: { kind: 'absent' } }],
    ['default', { aspect: 'lock', desired: value({ key: 'key-b-2' }), observed: live({}) }],
    ['default', { aspect: 'lock', desired: { kind: 'absent' }, observed: live({ key: 'key-a-1' }) }],
  ])('is %s', (id, difference) => {
    expect(policyFor(difference, bucket('b'))).toMatchObject({ id, aspect: difference.aspect });
  });

  it('says what it is called, what it is part of and what a human does', () => {
    const difference = { aspect: 'lock', desired: value({ key: 'key-a-1' }), observed: live({}) } as const;
    expect(policyFor(difference, bucket('b'))).toMatchObject({
      title: 'The strong lock is gone',
      tactic: 'TA0009',
      controls: ['S3.17', 'CIS-2.1.4'],
      runbook: 'Change the lock by hand.',
    });
  });

  it('is only to alert where none is named', () => {
    const difference = { aspect: 'lock', desired: value({}), observed: live({}) } as const;
    expect(policyFor(difference, bucket('b'))).toMatchObject({
      response: 'alert',
      techniques: [],
      source: 'policies/_default.yaml:1',
    });
  });

  it('says where it stands', () => {
    const difference = { aspect: 'door', desired: value({}), observed: live({ open: true }) } as const;
    expect(policyFor(difference, bucket('b'))).toEqual({
      id: 'door.open',
      aspect: 'door',
      severity: 'critical',
      title: 'door.open',
      techniques: ['T1530'],
      controls: [],
      response: 'revert',
      why: 'everybody may come in',
      source: 'policies/it.yaml:1',
    });
  });
});

describe('a bad file of policies', () => {
  it.each([
    ['a misspelt aspect', entry('aspect: dor'), ['1:76 aspect cannot be dor -> did you mean door?']],
    [
      'a misspelt response',
      entry('aspect: door').replace('revert', 'revrt'),
      ['1:37 response cannot be revrt -> did you mean revert?'],
    ],
    [
      'a technique',
      entry('aspect: door, techniques: [T15]'),
      ['1:95 techniques[0] cannot be T15 -> Such as T1530 or T1485.001.'],
    ],
    [
      'a tactic that there is not',
      entry('aspect: door, tactic: TA0041'),
      ['1:90 tactic cannot be TA0041 -> did you mean TA0043?'],
    ],
    [
      'a control',
      entry('aspect: door, controls: [S3]'),
      ['1:93 controls[0] cannot be S3 -> Such as S3.8 or CIS-2.1.4.'],
    ],
    [
      'a condition on what is declared',
      entry('aspect: door, declared: { tipe: object }'),
      [
        '1:92 declared is no JSON Schema: strict mode: unknown keyword: "tipe" -> write a draft-07 schema over the state, such as { properties: { Status: { const: Suspended } } }',
      ],
    ],
    [
      'a missing id',
      '- { aspect: door, severity: low, response: alert, why: because it is so }\n',
      [
        '1:3 entry[0] lacks id -> add id: Unique in the catalogue: lower-case letters, digits, dots and hyphens, such as versioning.suspended.',
      ],
    ],
    [
      'a condition',
      entry('aspect: door, when: { tipe: object }'),
      [
        '1:88 when is no JSON Schema: strict mode: unknown keyword: "tipe" -> write a draft-07 schema over the state, such as { properties: { Status: { const: Suspended } } }',
      ],
    ],
    [
      'every aspect outside the last file',
      entry("aspect: '*'"),
      ['1:9 only _default.yaml may name every aspect -> name one aspect'],
    ],
    [
      'one id twice',
      entry('aspect: door') + entry('aspect: sign'),
      ['2:9 x is the id of policies/it.yaml:1 already -> give it an id of its own'],
    ],
    [
      'one that is never reached',
      entry('aspect: door') + entry('aspect: door, change: removed').replace('id: x', 'id: y'),
      [
        '2:9 never reached: x (policies/it.yaml:1) matches everything that it would -> put it before that one, or take it away',
      ],
    ],
    [
      'what cannot be added',
      entry('aspect: door, change: added'),
      [
        '1:9 never reached: door cannot be declared absent, so nothing can be added to it -> write change: modified, removed or any',
      ],
    ],
    [
      'two documents',
      `${entry('aspect: door')}---\n${entry('aspect: sign')}`,
      ['3:1 a second document in one file -> put all policies into one list, without ---'],
    ],
  ])('tells of %s', (_, yaml, expected) => {
    expect(told(problemsOf(healthy, yaml))).toEqual(expected);
  });

  it.each([
    ['missing', []],
    ['stronger than alert', [{ ...lastWord, text: lastWord.text.replace('alert', 'revert') }]],
    ['for one aspect only', [{ ...lastWord, text: lastWord.text.replace("'*'", 'door') }]],
  ])('refuses a last word that is %s', (_, files) => {
    const texts = {
      baselines: [{ file: 'b.yaml', text: healthy }],
      policies: files,
      mode: 'dry-run',
    } as const;
    expect(() => loadCatalogueTexts(texts, sampleAspects)).toThrow('_default.yaml');
  });
});
