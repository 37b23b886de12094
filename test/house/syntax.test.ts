import { describe, expect, it } from 'vitest';
import { importsOf, leftOut, looseTypes, membersOf, takenFromTheAir } from './syntax.js';

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

describe('interfaces', () => {
  it('have members, methods among them', () => {
    const text = 'interface A { readonly a: 1 }\nexport interface B { readonly b?: 1; c(): void }\n';
    expect(membersOf(source(text), 'B')).toEqual(['b', 'c']);
    expect(membersOf(source(text), 'C')).toEqual([]);
  });
});
