import { describe, expect, it } from 'vitest';
import { type Catalogue, loadCatalogueTexts } from '../../controller/catalog/catalogue.js';
import { CatalogueError } from '../../controller/catalog/problem.js';
import { healthy, lastWord, told } from './loading.js';
import { sampleAspects } from './sample-aspects.js';

const policies = `- { id: door.open, aspect: door, severity: high, response: revert, why: everybody may come in }
- { id: sign.changed, aspect: sign, severity: low, response: revert, why: it tells lies to all }
`;

const load = (files: Readonly<Record<string, string>>): Catalogue =>
  loadCatalogueTexts(
    {
      baselines: [{ file: 'baselines/it.yaml', text: healthy }],
      policies: [
        { file: 'policies/it.yaml', text: policies },
        ...Object.entries(files).map(([file, text]) => ({ file: `policies/${file}`, text })),
        lastWord,
      ],
      mode: 'auto-revert',
    },
    sampleAspects,
  );

function problems(files: Readonly<Record<string, string>>): readonly string[] {
  try {
    load(files);
    return [];
  } catch (error) {
    if (error instanceof CatalogueError) return told(error.problems);
    throw error;
  }
}

const role = (name: string, account = '111122223333') => `arn:aws:iam::${account}:role/${name}`;
const rules = `- id: terraform
  roles: ['${role('ci/terraform-*')}']
  aspects: [door]
  answer: grace
  why: a run takes many calls
- id: stacks
  invokedBy: [cloudformation.amazonaws.com]
  roles: ['${role('deployer')}']
  answer: alert
  why: stacks are looked after
`;
const sequence = (policy: string) => `- id: both
  title: Door and sign at once
  policies: [door.open, ${policy}]
  aspects: 2
  withinMinutes: 60
  why: nobody does both by chance
`;

describe('actor rules', () => {
  const { actorRuleFor, actorRules } = load({ '_actors.yaml': rules });
  const type = 'AssumedRole';

  it.each<[string, string | undefined, Parameters<typeof actorRuleFor>]>([
    ['a role that fits the pattern', 'terraform', [{ type, role: role('ci/terraform-prod') }, 'door']],
    ['another aspect', undefined, [{ type, role: role('ci/terraform-prod') }, 'sign']],
    [
      'a role of another account',
      undefined,
      [{ type, role: role('ci/terraform-prod', '444455556666') }, 'door'],
    ],
    ['a role with another path', undefined, [{ type, role: role('terraform-prod') }, 'door']],
    ['a session that only calls itself so', undefined, [{ type, arn: role('ci/terraform-prod') }, 'door']],
    [
      'both role and service',
      'stacks',
      [{ type, role: role('deployer'), invokedBy: 'cloudformation.amazonaws.com' }, 'sign'],
    ],
    ['the role without the service', undefined, [{ type, role: role('deployer') }, 'sign']],
    [
      'the service without the role',
      undefined,
      [{ type, invokedBy: 'cloudformation.amazonaws.com' }, 'sign'],
    ],
    ['nobody', undefined, [{ type: 'Unknown' }, 'door']],
  ])('know %s', (_, id, [actor, aspect]) => {
    expect(actorRuleFor(actor, aspect)?.id).toBe(id);
  });

  it('say where they stand, and change the generation', () => {
    expect(actorRules.map(({ source }) => source)).toEqual([
      'policies/_actors.yaml:1',
      'policies/_actors.yaml:6',
    ]);
    expect(load({}).generation).not.toBe(load({ '_actors.yaml': rules }).generation);
  });

  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['a role of any account', { '_actors.yaml': rules.replace('111122223333', '*') }, 'roles[0] cannot be'],
    ['a rule for everybody', { '_actors.yaml': '- { id: x, answer: grace, why: because it is so }\n' }, ''],
    [
      'an answer that there is not',
      { '_actors.yaml': rules.replace('answer: alert', 'answer: ignore') },
      'answer cannot be ignore',
    ],
    [
      'an aspect that there is not',
      { '_actors.yaml': rules.replace('[door]', '[dor]') },
      'did you mean door?',
    ],
    [
      'one id twice',
      { '_actors.yaml': rules.replace('id: stacks', 'id: terraform') },
      'is the id of policies/_actors.yaml:1 already',
    ],
    [
      'a sequence of policies that there are not',
      { '_sequences.yaml': sequence('sign.gone') },
      'there is no remediation policy sign.gone',
    ],
    [
      'a sequence of one aspect',
      { '_sequences.yaml': sequence('sign.changed').replace('aspects: 2', 'aspects: 1') },
      '',
    ],
    ['no YAML', { '_actors.yaml': '- {' }, ''],
  ])('are not loaded with %s', (_, files, message) => {
    const found = problems(files);
    expect(found.length).toBeGreaterThan(0);
    expect(found.join('\n')).toContain(message);
  });

  it('may be none', () => {
    expect(problems({ '_actors.yaml': '[]\n', '_sequences.yaml': '[]\n' })).toEqual([]);
    expect(load({ '_sequences.yaml': sequence('sign.changed') }).sequences).toHaveLength(1);
  });
});
