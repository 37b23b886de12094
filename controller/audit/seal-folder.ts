import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../domain/errors.js';
import type { SealPlace } from '../domain/seal.js';

const nameOf = (number: number): string => `${String(number).padStart(10, '0')}.jsonl`;

/** Seals as files of a folder, one each, written once and never changed. */
export function sealFolder(folder: string): SealPlace {
  return {
    async numbers() {
      const names = await readdir(folder).catch((cause: unknown) => {
        if (isCode(cause, 'ENOENT')) return [];
        throw new UserError(`The folder of seals ${folder} cannot be read.`, { cause });
      });
      return names
        .filter((name) => /^\d{10}\.jsonl$/.test(name))
        .map((name) => Number(name.slice(0, 10)))
        .sort((a, b) => a - b);
    },
    read: (number) => readFile(join(folder, nameOf(number)), 'utf8'),
    async put(number, text) {
      await mkdir(folder, { recursive: true });
      const draft = join(folder, `.${randomUUID()}`);
      try {
        const file = await open(draft, 'wx', 0o444);
        await file
          .writeFile(text, 'utf8')
          .then(() => file.sync())
          .finally(() => file.close());
        // A link, unlike a new name, never takes the place of a file that is there.
        await link(draft, join(folder, nameOf(number)));
      } catch (error) {
        if (isCode(error, 'EEXIST')) return false;
        throw error;
      } finally {
        await rm(draft, { force: true });
      }
      await synced(folder);
      return true;
    },
  };
}

/** A new name in a folder outlives a loss of power only once the folder itself is on the disk. */
async function synced(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
