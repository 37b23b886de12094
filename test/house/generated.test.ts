import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './files.js';
import { generated } from './generated.js';

// `npm run docs` runs this file with --update, which writes what is expected instead of comparing.
describe('what is made from the code', () => {
  it.each(generated())('$path says what the code says', async ({ path, text }) => {
    expect(existsSync(join(root, path))).toBe(true);
    await expect(text).toMatchFileSnapshot(join(root, path));
  });
});
