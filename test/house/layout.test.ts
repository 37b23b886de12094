import { describe, expect, it } from 'vitest';
import { packageHosts, registered, tooLong, wrongNames } from './layout.js';
import { type Lock, lockGaps } from './lock.js';

const source = (text: string) => ({ path: 'x.ts', text });

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

describe('the lock file', () => {
  const packages = {
    '': { dependencies: { a: '1' }, devDependencies: { b: '1' } },
    'node_modules/a': { dependencies: { c: '1', b: '1' } },
    'node_modules/a/node_modules/c': { dependencies: { b: '1' } },
    'node_modules/b': { optionalDependencies: { '@b/linux': '1' }, devDependencies: { never: '1' } },
    'node_modules/@b/linux': {},
  };

  it('is whole where everything is found at its place or above it', () => {
    expect(lockGaps({ packages })).toEqual([]);
  });

  it.each([
    [
      'node_modules/b',
      ['the project needs b', 'node_modules/a needs b', 'node_modules/a/node_modules/c needs b'],
    ],
    ['node_modules/a/node_modules/c', ['node_modules/a needs c']],
    ['node_modules/@b/linux', ['node_modules/b needs @b/linux']],
  ])('has a gap without %s', (place, gaps) => {
    const { [place]: _, ...rest } = packages as Lock['packages'];
    expect(lockGaps({ packages: rest })).toEqual(gaps);
  });

  it('has a gap where something lies beside the one that asks for it, and not above', () => {
    expect(
      lockGaps({
        packages: { 'node_modules/a': { dependencies: { c: '1' } }, 'node_modules/x/node_modules/c': {} },
      }),
    ).toEqual(['node_modules/a needs c']);
  });
});
