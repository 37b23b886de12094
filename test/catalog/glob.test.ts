import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { globList, isListed } from '../../controller/catalog/glob.js';
import { bucketNames, sharedWord } from '../../controller/catalog/shared-word.js';

const name = fc.stringMatching(/^[ab1][ab1.-]{1,6}[ab1]$/);
const glob = fc.stringMatching(/^[ab1*?-]{1,7}$/);
const list = fc
  .tuple(fc.array(glob, { minLength: 1, maxLength: 3 }), fc.array(glob, { maxLength: 2 }))
  .map(([include, exclude]) => [...include, ...exclude.map((one) => `!${one}`)]);

/** An oracle that shares no line with the automaton. */
const expected = (patterns: readonly string[], word: string): boolean => {
  const matches = (pattern: string): boolean =>
    new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.')}$`).test(word);
  return (
    patterns.some((one) => !one.startsWith('!') && matches(one)) &&
    !patterns.some((one) => one.startsWith('!') && matches(one.slice(1)))
  );
};

describe('a list of globs', () => {
  it('selects what regular expressions select', () => {
    fc.assert(
      fc.property(list, name, (patterns, word) => {
        expect(isListed(globList(patterns), word)).toBe(expected(patterns, word));
      }),
    );
  });

  it('does not care for order', () => {
    fc.assert(
      fc.property(list, name, (patterns, word) => {
        expect(isListed(globList([...patterns].reverse()), word)).toBe(isListed(globList(patterns), word));
      }),
    );
  });

  it('takes no longer for a glob that drives regular expressions mad', () => {
    expect(isListed(globList([`${'*a'.repeat(31)}b`]), 'a'.repeat(63))).toBe(false);
  });
});

describe('a shared word', () => {
  it('is a bucket name that both lists select', () => {
    fc.assert(
      fc.property(list, list, (one, other) => {
        const found = sharedWord([globList(one), globList(other)], bucketNames, { left: 200_000 });
        if (typeof found === 'string') return;
        expect(found.word).toMatch(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/);
        expect([expected(one, found.word), expected(other, found.word)]).toEqual([true, true]);
      }),
    );
  });

  it('exists wherever some name is selected by both', () => {
    fc.assert(
      fc.property(list, list, name, (one, other, word) => {
        fc.pre(!word.includes('..') && expected(one, word) && expected(other, word));
        expect(sharedWord([globList(one), globList(other)], bucketNames, { left: 200_000 })).not.toBe('none');
      }),
    );
  });

  it.each([
    [['data-*'], ['data-public-*', 'x'], { word: 'data-public-b' }],
    [['data-*', '!data-public-*'], ['data-public-*'], 'none'],
    [['*a*'], ['*b*'], { word: 'abc' }],
    [['ab'], ['ab'], 'none'],
  ])('of %j and %j is %j', (one, other, answer) => {
    const found = sharedWord([globList(one), globList(other)], bucketNames, { left: 100_000 });
    expect(typeof found === 'string' ? found : expected(one, found.word) && expected(other, found.word)).toBe(
      typeof answer === 'string' ? answer : true,
    );
  });

  it('is undecided when the budget is spent', () => {
    expect(sharedWord([globList(['*a*']), globList(['*b'])], bucketNames, { left: 3 })).toBe('undecided');
  });
});
