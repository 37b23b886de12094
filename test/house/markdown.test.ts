import { describe, expect, it } from 'vitest';
import { typedLines, wrongLines } from './commands.js';
import { allCommands } from './generated.js';
import { anchorsOf, linksOf, table, withBlock } from './markdown.js';

describe('documents', () => {
  it('have links outside of code only', () => {
    expect(linksOf('[a](b.md) `[c](d)` [e](f.md#g)\n\n```\n[h](i)\n```\n')).toEqual(['b.md', 'f.md#g']);
  });

  it('have anchors as code hosts make them', () => {
    expect([...anchorsOf('# One two\n\n## Why `plan`, then?\n\n```sh\n# no heading\n```\n')]).toEqual([
      'one-two',
      'why-plan-then',
    ]);
  });

  it('have tables whose cells may hold bars', () => {
    expect(table(['a'], [['x | y']])).toBe('| a |\n| --- |\n| x \\| y |');
  });

  it('have blocks that are replaced as often as wanted, or none at all', () => {
    const page = 'a\n<!-- x:begin -->\nold\n<!-- x:end -->\nb\n';
    const once = withBlock(page, 'x', 'new');
    expect(once).toBe('a\n<!-- x:begin -->\nnew\n<!-- x:end -->\nb\n');
    expect(withBlock(once, 'x', 'new')).toBe(once);
    expect(() => withBlock(page, 'y', 'new')).toThrow('no block y');
  });
});

describe('lines to type', () => {
  it('are those of sh blocks, and those behind the prompt', () => {
    const page =
      '```sh\n# comment\nnpm test\nnpx snapback run \\\n  --mode dry-run\n```\n\n```console\n$ npx snapback check\nfine\n```\n\n```ts\nnpm no\n```\n';
    expect(typedLines(page)).toEqual([
      'npm test',
      'npx snapback run    --mode dry-run',
      'npx snapback check',
    ]);
  });

  it.each([
    ['npm run nothing', 'no npm script nothing'],
    ['npx snapback nothing', 'no command nothing'],
    ['npx snapback check --since 1d', 'check has no option --since'],
    ['npx snapback --nothing', 'no option --nothing'],
  ])('%s cannot be typed', (line, why) => {
    expect(wrongLines([line], ['test'], allCommands)).toEqual([`${line}: ${why}`]);
  });

  it.each([
    'npm test   # a comment with --flags',
    'npm run fix',
    'npx snapback report --since 30d --json --table x',
    'npx snapback --help',
    'aws s3api anything --at-all',
  ])('%s can', (line) => {
    expect(wrongLines([line], ['test', 'fix'], allCommands)).toEqual([]);
  });
});
