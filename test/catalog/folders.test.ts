import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Catalogue } from '../../controller/catalog/catalogue.js';
import { loadCatalogue } from '../../controller/catalog/folders.js';
import { UserError } from '../../controller/domain/errors.js';
import { bucket, healthy, lastWord } from './loading.js';
import { sampleAspects } from './sample-aspects.js';

let root: string;
const put = (file: string, content: string | Uint8Array): void => writeFileSync(join(root, file), content);
const load = (): Catalogue =>
  loadCatalogue(
    { baselineFolders: [join(root, 'baselines')], policyFolders: [join(root, 'policies')], mode: 'dry-run' },
    sampleAspects,
  );

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'catalogue-'));
  mkdirSync(join(root, 'baselines'));
  mkdirSync(join(root, 'policies'));
  put('baselines/it.yaml', healthy);
  put('policies/_default.yaml', lastWord.text);
});
afterEach(() => rmSync(root, { recursive: true }));

describe('the folders of a catalogue', () => {
  it('give all their YAML files, and nothing else', () => {
    put(
      'baselines/second.yml',
      'name: second\nextends: it\nselect: { buckets: [second] }\naspects: { door: {} }\n',
    );
    put('baselines/.hidden.yaml', '{');
    put('baselines/readme.md', '{');
    expect(load().effective(bucket('second'))).toMatchObject({ baseline: { name: 'second' } });
  });

  it('decide in the order of the names of the files, the last word last', () => {
    const one = (id: string) =>
      `- { id: ${id}, aspect: door, when: true, severity: low, response: revert, why: because it is so }\n`;
    put('policies/b.yaml', one('b'));
    put('policies/a.yaml', one('a'));
    expect(load().policies.map(({ id }) => id)).toEqual(['a', 'b', 'default']);
  });

  it('are refused with the file that is wrong', () => {
    put('baselines/wrong.yaml', 'name: wrong\n');
    expect(load).toThrow(`${join(root, 'baselines', 'wrong.yaml')}:1:1: wrong demands nothing`);
  });

  it.each([
    ['not UTF-8', new Uint8Array([0x6e, 0xff, 0xfe]), 'is not UTF-8'],
    ['far too large', new Uint8Array(5 << 20), 'far larger than 1 MB'],
  ])('are refused with a file that is %s', (_, bytes, message) => {
    put('baselines/odd.yaml', bytes);
    expect(load).toThrow(message);
    expect(load).toThrow(UserError);
  });

  it('are refused where they do not exist', () => {
    rmSync(join(root, 'policies'), { recursive: true });
    expect(load).toThrow('cannot read the folder');
  });
});
