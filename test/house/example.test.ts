import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../controller/catalog/folders.js';
import { added, copyWithExample, exampleOf } from './example.js';
import { root, textOf } from './files.js';
import { membersOf } from './syntax.js';

let copy: string;
beforeAll(() => {
  copy = copyWithExample();
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** Runs a program of this project in the copy; answers how it ended and what it said. */
function ran(
  program: string,
  ...words: readonly string[]
): Promise<{ readonly code: number | null; readonly said: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'node_modules', program), ...words], { cwd: copy });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (said += String(part)));
    child.on('error', reject).on('close', (code) => resolve({ code, said }));
  });
}

/** What vitest's JSON reporter says of a run. */
interface Result {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly { readonly failureMessages: readonly string[] }[];
  }[];
}

describe('the example of docs/adding-an-aspect.md', () => {
  it('fits the types', async () => {
    expect(await ran('typescript/bin/tsc', '-p', '.', '--noEmit')).toEqual({ code: 0, said: '' });
  }, 120_000);

  it('passes its own tests and the contract of all aspects', async () => {
    const { code, said } = await ran(
      'vitest/vitest.mjs',
      ...['run', '--root', '.', '--config', join(root, 'vitest.config.ts'), '--reporter=json'],
      ...['-t', 'requestPayment', 'test/contract/aspects.test.ts', 'test/aspects/request-payment.test.ts'],
    );
    const { numPassedTests, testResults } = JSON.parse(said.slice(said.indexOf('{"numTotal'))) as Result;
    const failures = testResults.flatMap(({ message, assertionResults }) => [
      ...(message === '' ? [] : [message]),
      ...assertionResults.flatMap(({ failureMessages }) => failureMessages),
    ]);
    expect({ code, failures }).toEqual({ code: 0, failures: [] });
    expect(testResults).toHaveLength(2);
    expect(numPassedTests).toBeGreaterThanOrEqual(7);
  }, 120_000);

  it('is taken by baselines and remediation policies', async () => {
    const registry: typeof import('../../controller/aspects/index.js') = await import(
      join(copy, 'controller/aspects/index.ts')
    );
    const catalogue = loadCatalogue(
      {
        baselineFolders: [join(copy, 'baselines')],
        policyFolders: [join(copy, 'policies')],
        mode: 'dry-run',
      },
      registry.aspects,
    );
    const target = {
      kind: 'bucket',
      partition: 'aws',
      account: '111122223333',
      name: 'shared-data',
    } as const;
    const verdict = catalogue.effective(target);
    expect(verdict.kind === 'effective' && [...verdict.baseline.aspects.keys()]).toEqual(['requestPayment']);
    const disagreement = {
      aspect: 'requestPayment',
      desired: { kind: 'value', value: { Payer: 'Requester' } },
      observed: { kind: 'observed', state: { Payer: 'BucketOwner' } },
    } as const;
    expect(catalogue.policyFor(disagreement).id).toBe('request-payment.changed');
  });

  it('has the line of the registry in its place', () => {
    const lines = readFileSync(join(copy, 'controller/aspects/registry.ts'), 'utf8').trim().split('\n');
    expect(lines).toEqual([...lines].sort());
    expect(lines).toContain("export { requestPayment } from './request-payment.js';");
  });
});

describe('the contract in docs/adding-an-aspect.md', () => {
  it('has a line for every member of an aspect, in their order', () => {
    const path = 'controller/aspects/kit/aspect.ts';
    const told = [...textOf('docs/adding-an-aspect.md').matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
    expect(told).toEqual(membersOf({ path, text: textOf(path) }, 'Aspect'));
  });
});

describe('taking an example from a page', () => {
  it('tells whole files from lines for files that exist, and both from other blocks', () => {
    const page = '```ts a.ts\nA\n```\n\n```ts adds to b.ts\nB\n```\n\n```sh\nnpm test\n```\n';
    expect(exampleOf(page)).toEqual({
      files: new Map([['a.ts', 'A\n']]),
      additions: new Map([['b.ts', 'B\n']]),
    });
  });

  it('puts lines among exports in order, and members at the head of an object', () => {
    expect(added("export { a } from 'a';\nexport { c } from 'c';\n", "export { b } from 'b';\n")).toBe(
      "export { a } from 'a';\nexport { b } from 'b';\nexport { c } from 'c';\n",
    );
    expect(added('const x = 1;\nexport const all: X = {\n  b: 1,\n};\n', '  a: 1,\n')).toBe(
      'const x = 1;\nexport const all: X = {\n  a: 1,\n  b: 1,\n};\n',
    );
  });
});
