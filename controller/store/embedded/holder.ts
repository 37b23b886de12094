import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isObject } from '../../domain/json.js';

/** Where the process that holds a folder serves it, and the key that it made for this time. */
export interface Holder {
  readonly port: number;
  readonly pid: number;
  readonly key: string;
}

const noteIn = (folder: string): string => join(folder, 'holder.json');

/** Who said last that it holds the folder: it may be gone. */
export async function readHolder(folder: string): Promise<Holder | undefined> {
  try {
    const note: unknown = JSON.parse(await readFile(noteIn(folder), 'utf8'));
    if (!isObject(note)) return undefined;
    const { port, pid, key } = note;
    return typeof port === 'number' && typeof pid === 'number' && typeof key === 'string'
      ? { port, pid, key }
      : undefined;
  } catch {
    // Not there, or cut short by a loss of power: whoever finds no holder tries to become it.
    return undefined;
  }
}

/** Writes it for this user's eyes only; only the holder may call it. */
export async function writeHolder(folder: string, holder: Holder): Promise<void> {
  const draft = join(folder, `.${randomUUID()}`);
  await writeFile(draft, JSON.stringify(holder), { mode: 0o600 });
  await rename(draft, noteIn(folder));
}

export const removeHolder = (folder: string): Promise<void> => rm(noteIn(folder), { force: true });
