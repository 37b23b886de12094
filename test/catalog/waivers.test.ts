import { describe, expect, it } from 'vitest';
import { type Catalogue, loadCatalogueTexts } from '../../controller/catalog/catalogue.js';
import { CatalogueError } from '../../controller/catalog/problem.js';
import { bucket, healthy, lastWord, told } from './loading.js';
import { sampleAspects } from './sample-aspects.js';

const now = '2026-03-01T10:00:00.000Z';
const state = 'a1'.repeat(32);
const waiver = (changes: Readonly<Record<string, string | null>> = {}): string => {
  const members = {
    id: 'old-door',
    bucket: 'data-orders',
    account: "'111122223333'",
    aspect: 'door',
    state,
    reason: 'The new door comes in spring.',
    owner: 'team-doors',
    expires: '2026-06-01T00:00:00Z',
    ...changes,
  };
  const lines = Object.entries(members).flatMap(([name, text]) =>
    text === null ? [] : [`${name}: ${text}`],
  );
  return `- ${lines.join('\n  ')}\n`;
};

const load = (
  files: Readonly<Record<string, string>>,
  { baseline = healthy, at }: { readonly baseline?: string; readonly at?: string | null } = {},
): Catalogue =>
  loadCatalogueTexts(
    {
      baselines: [
        { file: 'baselines/it.yaml', text: baseline },
        ...Object.entries(files).map(([file, text]) => ({ file: `baselines/${file}`, text })),
      ],
      policies: [lastWord],
      mode: 'auto-revert',
      ...(at === null ? {} : { now: at ?? now }),
    },
    sampleAspects,
  );

function problems(...given: Parameters<typeof load>): readonly string[] {
  try {
    load(...given);
    return [];
  } catch (error) {
    if (error instanceof CatalogueError) return told(error.problems);
    throw error;
  }
}

describe('waivers in files', () => {
  it('are for one bucket of one account, and say where they stand', () => {
    const catalogue = load({
      '_waivers.yaml': waiver(),
      'doors.waivers.yaml': waiver({ id: 'other', state: 'b2'.repeat(32) }),
    });
    expect(catalogue.waiversFor(bucket('data-orders'))).toEqual([
      {
        id: 'old-door',
        target: bucket('data-orders'),
        aspect: 'door',
        state,
        reason: 'The new door comes in spring.',
        owner: 'team-doors',
        expires: '2026-06-01T00:00:00.000Z',
        source: 'baselines/_waivers.yaml:1',
      },
      expect.objectContaining({ id: 'other', source: 'baselines/doors.waivers.yaml:1' }),
    ]);
    expect(catalogue.waiversFor(bucket('data-orders', '444455556666'))).toEqual([]);
    expect(catalogue.waiversFor(bucket('data-orders-2'))).toEqual([]);
    expect(catalogue.waiversFor({ kind: 'account', partition: 'aws', account: '111122223333' })).toEqual([]);
    expect(catalogue.waivers.map(({ id }) => id)).toEqual(['old-door', 'other']);
  });

  it('make another generation, whatever file they stand in and in whatever order', () => {
    const one = waiver();
    const other = waiver({ id: 'other', bucket: 'data-b' });
    const generation = load({ '_waivers.yaml': one + other }).generation;
    expect(load({}).generation).not.toBe(generation);
    expect(load({ '_waivers.yaml': one }).generation).not.toBe(generation);
    expect(load({ 'b.waivers.yml': one, 'a.waivers.yaml': other }).generation).toBe(generation);
  });

  it('outlive their end: a file that was good does not become an error by waiting', () => {
    const catalogue = load({ '_waivers.yaml': waiver() }, { at: '2030-01-01T00:00:00.000Z' });
    expect(catalogue.waivers).toHaveLength(1);
  });

  it.each<[string, string, string]>([
    ['no reason', waiver({ reason: null }), 'reason'],
    ['too little of a reason', waiver({ reason: 'because' }), 'reason'],
    ['a reason that forges lines', waiver({ reason: '"fine\\nnot fine at all"' }), 'reason'],
    ['no owner', waiver({ owner: null }), 'owner'],
    ['no end', waiver({ expires: null }), 'expires'],
    ['no state', waiver({ state: null }), 'state'],
    ['any state', waiver({ state: "'*'" }), 'state'],
    ['any bucket', waiver({ bucket: "'data-*'" }), 'bucket'],
    ['any account', waiver({ account: "'*'" }), 'account'],
    ['an aspect that there is not', waiver({ aspect: 'dor' }), 'did you mean door?'],
    ['a word that there is not', waiver({ until: 'spring' }), 'until'],
    ['a day that there is not', waiver({ expires: '2026-02-30T00:00:00Z' }), 'is no moment'],
    ['a day without an hour', waiver({ expires: '2026-02-20' }), 'expires'],
    ['more than a year', waiver({ expires: '2027-03-03T00:00:00Z' }), 'is more than a year ahead'],
    [
      'one id twice',
      waiver() + waiver({ bucket: 'data-b' }),
      'is the id of baselines/_waivers.yaml:1 already',
    ],
    ['one state twice', waiver() + waiver({ id: 'again' }), 'is waived at baselines/_waivers.yaml:1 already'],
    ['an account for a bucket', waiver({ bucket: null }), 'door is a setting of a bucket'],
    ['no list', 'id: x\n', ''],
  ])('are refused with %s', (_, text, message) => {
    const found = problems({ '_waivers.yaml': text });
    expect(found.length).toBeGreaterThan(0);
    expect(found.join('\n')).toContain(message);
  });

  it('are shown at the place that is wrong', () => {
    expect(problems({ '_waivers.yaml': waiver({ expires: '2027-03-03T00:00:00Z' }) })).toEqual([
      '8:12 2027-03-03T00:00:00Z is more than a year ahead -> choose a nearer end, or declare the state in the baseline if it is meant to stay',
    ]);
  });

  it('are all too long where nobody knows what time it is', () => {
    expect(problems({ '_waivers.yaml': waiver() }, { at: null }).join()).toContain('more than a year ahead');
    expect(problems({}, { at: null })).toEqual([]);
  });
});

describe('what waivers may cover', () => {
  const said = (text: string): unknown => {
    const verdict = load({}, { baseline: text }).effective(bucket('x'));
    return verdict.kind === 'effective' ? verdict.baseline.waivable : verdict;
  };
  const under = (word: string): string => `name: below\naspects: { door: {} }\n${word}---\n`;
  const top = "name: it\nextends: below\nselect: { buckets: ['*'] }\n";

  it.each([
    ['nothing is said', healthy, undefined],
    ['it says so', `${healthy}waivable: [exposure]\n`, ['exposure']],
    ['the layer underneath says so', `${under('waivable: [exposure]\n')}${top}`, ['exposure']],
    ['the layer above takes it back', `${under('waivable: [exposure]\n')}${top}waivable: []\n`, undefined],
    [
      'one of two baselines does not',
      `${healthy}waivable: [exposure]\n---\nname: other\nselect: { buckets: ['*'] }\naspects: { sign: { text: it } }\n`,
      undefined,
    ],
  ])('where %s', (_, text, expected) => expect(said(text)).toEqual(expected));

  it('is part of the generation', () => {
    expect(load({}, { baseline: `${healthy}waivable: [exposure]\n` }).generation).not.toBe(
      load({}).generation,
    );
    expect(problems({}, { baseline: `${healthy}waivable: [everything]\n` }).join()).toContain('everything');
  });
});
