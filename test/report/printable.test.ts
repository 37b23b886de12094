import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelled, wrap } from '../../controller/report/lines.js';
import { printable } from '../../controller/report/printable.js';

const anyText = fc.string({
  unit: fc.oneof(fc.constantFrom('\u001b', '\n', '\u202e', '\u200b'), fc.string({ unit: 'binary' })),
});

describe('printable', () => {
  it.each([
    ['\u001b[2Jgone', '\\u001b[2Jgone'],
    ['a\nb\tc\r', 'a\\nb\\tc\\r'],
    ['\u202Egnp.exe', '\\u202egnp.exe'],
    ['a\u2028b', 'a\\u2028b'],
    ['\u009b31m', '\\u009b31m'],
    ['\u{e0001}', '\\udb40\\udc01'],
    ['aws-cli/2.31.0 é 日本 🪣', 'aws-cli/2.31.0 é 日本 🪣'],
  ])('%j is shown as %s', (text, expected) => {
    expect(printable(text)).toBe(expected);
  });

  it('leaves nothing that moves a cursor, and changes nothing twice', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const safe = printable(text);
        expect(safe).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(printable(safe)).toBe(safe);
      }),
    );
  });
});

describe('wrap', () => {
  it('loses no word and exceeds the width only by a word that is longer', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,15}$/), { minLength: 1 }),
        fc.integer({ min: 5, max: 40 }),
        (words, width) => {
          const lines = wrap(words.join(' '), width);
          expect(lines.join(' ').split(' ')).toEqual(words);
          for (const line of lines) expect(line.length <= width || !line.includes(' ')).toBe(true);
        },
      ),
    );
  });
});

describe('labelled', () => {
  it('aligns values, leaves out missing ones, and lets no value begin a row of its own', () => {
    expect(
      labelled(
        [
          ['user agent', 'curl\nMFA         yes'],
          ['role', undefined],
          ['MFA', 'no'],
          ['runbook', ['first', 'second']],
        ],
        80,
      ),
    ).toEqual([
      'user agent  curl\\nMFA         yes',
      'MFA         no',
      'runbook     first',
      '            second',
    ]);
  });
});
