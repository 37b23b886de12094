// biome-ignore-all lint/suspicious/noTemplateCurlyInString: baselines have variables of their own.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readYaml } from '../../controller/catalog/yaml-file.js';
import { healthy, problemsOf } from './loading.js';

const sound = `name: base
aspects: &a
  door: { open: false }
  sign: { text: "hello", colour: red, lines: [a, 'b'] }
  material: { metals: [iron] }
  tagging: { k: v }
---
name: it
extends: base
select: { buckets: ['a-*', '!a-b'], accounts: ['111122223333'], regions: [eu-*] }
mode: dry-run
aspects:
  lock: { key: key-a-1 }
reopen: { lock: auto }
`;
const fragments = [
  '\n',
  '---\n',
  ': ',
  '- ',
  '{',
  '}',
  '[',
  ']',
  '"',
  "'",
  '&a ',
  '*a',
  '!!str ',
  '? ',
  '| ',
  '>',
  '#',
  '%',
  '\t',
  '\0',
  '\u2028',
  '${',
  '}',
  '${bucket}',
  '__proto__: 1',
  '<<: *a',
  'null',
  '1e999',
  '*',
  '!',
  '\uFEFF',
  '\r',
];

const mutated = fc
  .array(fc.record({ at: fc.nat(sound.length), drop: fc.nat(12), put: fc.constantFrom('', ...fragments) }), {
    minLength: 1,
    maxLength: 6,
  })
  .map((edits) =>
    edits.reduce((text, { at, drop, put }) => text.slice(0, at) + put + text.slice(at + drop), sound),
  );

/** Problems must point into the text, or an editor cannot jump there. */
function pointInto(text: string, problems: ReturnType<typeof problemsOf>): void {
  const lines = text.split('\n');
  for (const { line, col, message, fix } of problems) {
    expect(line).toBeGreaterThanOrEqual(1);
    expect(line).toBeLessThanOrEqual(lines.length);
    expect(col).toBeGreaterThanOrEqual(1);
    expect(col).toBeLessThanOrEqual((lines[line - 1]?.length ?? 0) + 2);
    expect(message).not.toBe('');
    expect(fix).not.toBe('');
  }
}

describe('whatever a file holds', () => {
  it('loads or is refused with places in it, as baselines', () => {
    fc.assert(
      fc.property(mutated, (text) => pointInto(text, problemsOf(text))),
      { numRuns: 100 },
    );
  });

  it('loads or is refused with places in it, as policies', () => {
    const policy =
      '- { id: x, aspect: door, severity: low, response: revert, why: because it is so, when: { const: 1 } }\n';
    fc.assert(
      fc.property(fc.nat(policy.length), fc.nat(8), fc.constantFrom('', ...fragments), (at, drop, put) => {
        const text = policy.slice(0, at) + put + policy.slice(at + drop);
        const inPolicies = problemsOf(healthy, text).filter(({ file }) => file === 'policies/it.yaml');
        pointInto(text, inPolicies);
      }),
      { numRuns: 100 },
    );
  });

  it('is read without a throw, be it any text at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const { documents, problems } = readYaml({ file: 'x.yaml', text });
        expect(documents.length + problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
});

const megabyte = (part: string): string => part.repeat(Math.floor((1 << 20) / part.length));

/** Refused or read, but without parsing a million tokens: what is cut off is said to be. */
describe('a megabyte of', () => {
  it.each([
    '[',
    '{a: ',
    '- ',
    '? ',
    '&a ',
    'a,',
    'a: 1\n',
    '---\n',
    '!a ',
    '"',
    '}',
    "'a' 'b' ",
    ':',
    '#\n',
    '\n',
    '${',
    '*',
  ])('%j is refused', (part) => {
    expect(problemsOf(megabyte(part)).length).toBeGreaterThan(0);
  });

  it('aliases is refused', () => {
    const text = `name: it\naspects:\n  tagging: &a { k: v }\n  sign: { lines: [${'*a,'.repeat(5000)}] }\n`;
    expect(problemsOf(text).map(({ message }) => message)).toContain('more than 100 aliases');
  });

  it('aliases of aliases is refused, before they are followed', () => {
    const levels = Array.from(
      { length: 12 },
      (_, n) => `  l${n + 1}: &l${n + 1} [${Array(8).fill(`*l${n}`).join(', ')}]`,
    );
    const text = `name: it\naspects:\n  l0: &l0 [x]\n${levels.join('\n')}\n`;
    expect(problemsOf(text).map(({ message }) => message)).toContain('holds more than 100000 values');
  });

  it('globs in many baselines is decided within the budget', () => {
    const one = (n: number) =>
      `---\nname: b${n}\nselect: { buckets: ['${'*a?'.repeat(15)}*${n}', '!*${'b*'.repeat(20)}'] }\naspects: { door: { open: ${n % 2 === 0} } }\n`;
    const text = Array.from({ length: 200 }, (_, n) => one(n)).join('');
    expect(problemsOf(text).map(({ message }) => message)).toContain(
      'b199 has globs too intricate to be proved reachable',
    );
  });
});
