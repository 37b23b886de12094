import { describe, expect, it } from 'vitest';
import { typedLines, wrongLines } from './commands.js';
import { allCommands } from './generated.js';
import { packageHosts, registered, tooLong, wrongNames } from './layout.js';
import { anchorsOf, linksOf, table, withBlock } from './markdown.js';
import { importsOf, leftOut, looseTypes, takenFromTheAir } from './syntax.js';

const source = (text: string) => ({ path: 'x.ts', text });

describe('what is taken from the air', () => {
  it.each([
    ['const at = Date.now();', 'Date.now'],
    ['const at = Date . now ();', 'Date.now'],
    ['const later = { now: Date.now };', 'Date.now'],
    ['const at = new Date();', 'new Date()'],
    ['const at = new Date;', 'new Date()'],
    ['setTimeout(() => {}, 1);', 'setTimeout'],
    ["import { setTimeout as wait } from 'node:timers/promises';", 'setTimeout'],
    ['globalThis.setInterval(f, 1);', 'setInterval'],
    ['const chance = Math.random();', 'Math.random'],
    ["const home = process.env['HOME'];", 'process.env'],
    ["console.log('x');", 'console'],
  ])('%s', (text, found) => {
    expect(takenFromTheAir(source(text))).toEqual([`x.ts:1 ${found}`]);
  });

  it.each([
    'const at = new Date(clock.now());',
    "const text = 'Date.now() and console.log';",
    '// never Math.random or process.env',
    'clock.setTimeout(1);',
    'process.stdout.write(text);',
  ])('leaves alone: %s', (text) => {
    expect(takenFromTheAir(source(text))).toEqual([]);
  });

  it('is told with its line', () => {
    expect(takenFromTheAir(source('\n\nDate.now();\n'))).toEqual(['x.ts:3 Date.now']);
  });
});

describe('loose types', () => {
  it.each(['let x: any;', 'f(x as any);', 'type T = Record<string, any>;'])('%s', (text) => {
    expect(looseTypes(source(text))).toEqual(['x.ts:1 any']);
  });

  it.each(['export default 1;', 'export default function f() {}', 'export default class {}'])(
    '%s',
    (text) => {
      expect(looseTypes(source(text))).toEqual(['x.ts:1 default export']);
    },
  );

  it.each(["const any = 'any';", 'switch (x) { default: f(); }', "import x from 'y';"])('not: %s', (text) => {
    expect(looseTypes(source(text))).toEqual([]);
  });
});

describe('tests that are left out', () => {
  it.each([
    'it.only',
    'it.skip',
    'test.todo',
    'describe.skip',
    'describe.only.each',
    'it.fails',
    'it.skipIf',
  ])('%s', (name) => {
    expect(leftOut(source(`${name}('x', () => {});`))).toHaveLength(1);
  });

  it.each(["it.each([1])('x', f);", 'stream.skip(1);', "'it.only'"])('not: %s', (text) => {
    expect(leftOut(source(text))).toEqual([]);
  });
});

describe('imports', () => {
  it('are told with the names under which others know them', () => {
    const text =
      "import { approve as yes, type Plan } from './plan.js';\nimport * as all from 'x';\nexport { a } from './a.js';\n";
    expect(importsOf(source(text))).toEqual([
      { from: './plan.js', names: ['approve', 'Plan'] },
      { from: 'x', names: ['*'] },
      { from: './a.js', names: ['a'] },
    ]);
  });
});

describe('the layout', () => {
  it('knows names that say nothing, and names in another case', () => {
    const wrong = [
      'a/utils.ts',
      'a/helpers/b.ts',
      'a/lease-manager.ts',
      'a/aService.ts',
      'a/my_file.ts',
      'common/x.ts',
    ];
    expect(
      wrongNames([...wrong, 'a/lease.ts', 'a/lease.test.ts', 'a/service-reply.ts', 'a/_default.yaml']),
    ).toEqual(wrong);
  });

  it('counts lines, not ends of lines', () => {
    expect(tooLong([source('1\n2\n'), source('1\n2\n3\n')], 2)).toEqual(['x.ts: 3 lines']);
  });

  it('reads a registry in its order', () => {
    expect(registered("export { b } from './b.js';\nexport { aA } from './a-a.js';\n")).toEqual(['b', 'a-a']);
  });

  it.each([
    '  "resolved": "https://x.example/a.tgz"',
    'registry=https://x.example',
    '@scope:registry = x',
    'see https://registry.npmjs.org/a',
    'https://artifactory.example.com/npm',
  ])('finds where packages came from: %s', (text) => {
    expect(packageHosts(text)).toHaveLength(1);
  });

  it('does not take the registry of aspects for one', () => {
    expect(
      packageHosts("from './registry.js'; controller/aspects/registry.ts; https://example.com/registry"),
    ).toEqual([]);
  });
});

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
