import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../controller/catalog/folders.js';
import { blocksOf, samplesOf, untrue } from './example.js';
import { root, textOf } from './files.js';
import { membersOf } from './syntax.js';

const page = textOf('docs/adding-an-aspect.md');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'snapback-example-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the example of docs/adding-an-aspect.md', () => {
  it('is what stands in the sources, block by block', () => {
    const blocks = blocksOf(page);
    expect(blocks.map(({ path, isWhole }) => (isWhole ? path : `lines of ${path}`))).toEqual([
      'controller/aspects/request-payment.ts',
      'lines of controller/aspects/registry.ts',
      'lines of policies/costs.yaml',
      'test/aspects/arbitraries/request-payment.ts',
      'lines of test/contract/plain-reads.ts',
      'test/aspects/request-payment.test.ts',
    ]);
    expect(untrue(blocks, textOf)).toEqual([]);
  });

  it('ends with a baseline that the catalogue takes', () => {
    const samples = samplesOf(page);
    expect(samples).toHaveLength(1);
    for (const [at, text] of samples.entries()) writeFileSync(join(folder, `${at}.yaml`), text);
    const catalogue = loadCatalogue({
      baselineFolders: [folder],
      policyFolders: [join(root, 'policies')],
      mode: 'dry-run',
    });
    const target = {
      kind: 'bucket',
      partition: 'aws',
      account: '111122223333',
      name: 'shared-data',
    } as const;
    const verdict = catalogue.effective(target);
    expect(verdict.kind === 'effective' && [...verdict.baseline.aspects.keys()]).toEqual(['requestPayment']);
  });
});

describe('the contract in docs/adding-an-aspect.md', () => {
  it('has a line for every member of an aspect, in their order', () => {
    const path = 'controller/aspects/kit/aspect.ts';
    const told = [...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
    expect(told).toEqual(membersOf({ path, text: textOf(path) }, 'Aspect'));
  });
});

describe('comparing the blocks of a page with the sources', () => {
  const text =
    '```ts a.ts\nA\n```\n\n```ts adds to b.ts\nB\n```\n\n```yaml\nname: x\n```\n\n```sh\nnpm test\n```\n';
  const files: Readonly<Record<string, string>> = { 'a.ts': 'A\n', 'b.ts': 'A\nB\nC\n', 'c.ts': 'xB\nBx\n' };
  const at = (path: string): string => files[path] ?? '';

  it('tells whole files from lines, and both from blocks that name no file', () => {
    expect(blocksOf(text)).toEqual([
      { path: 'a.ts', isWhole: true, text: 'A\n' },
      { path: 'b.ts', isWhole: false, text: 'B\n' },
    ]);
    expect(samplesOf(text)).toEqual(['name: x\n']);
    expect(untrue(blocksOf(text), at)).toEqual([]);
  });

  it.each<[string, string]>([
    ['a file that is other', '```ts a.ts\nB\n```\n'],
    ['a file that goes on', '```ts b.ts\nA\nB\n```\n'],
    ['no line at all', '```ts adds to b.ts\n\n```\n'],
    ['a part of a line', '```ts adds to c.ts\nB\n```\n'],
    ['lines in another order', '```ts adds to b.ts\nB\nA\n```\n'],
    ['a file that is not there', '```ts adds to d.ts\nA\n```\n'],
  ])('finds %s', (_name, wrong) => {
    expect(untrue(blocksOf(wrong), at)).toHaveLength(1);
  });
});
