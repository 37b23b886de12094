import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Brings what LevelDB wrote to the disk. LevelDB hands each write to the system, which is enough for a process that is
 * killed, and not for a loss of power; dynalite has no setting for more. What has left the logs LevelDB has synced itself.
 */
export class Durable {
  readonly #folder: string;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Resolves when all that was written before this call is on the disk. Calls that wait share one sync. */
  sync(): Promise<void> {
    if (this.#running === undefined) return this.#begin();
    this.#next ??= this.#running.then(() => {
      this.#next = undefined;
      return this.#begin();
    });
    return this.#next;
  }

  #begin(): Promise<void> {
    const running = syncLogs(this.#folder).finally(() => {
      if (this.#running === running) this.#running = undefined;
    });
    this.#running = running;
    return running;
  }
}

async function syncLogs(folder: string): Promise<void> {
  const logs = (await readdir(folder)).filter((name) => name.endsWith('.log'));
  await Promise.all(logs.map((name) => syncFile(join(folder, name))));
  // The name of a log that is new.
  await syncFile(folder);
}

async function syncFile(path: string): Promise<void> {
  try {
    const file = await open(path, 'r');
    await file.sync().finally(() => file.close());
  } catch (error) {
    // A log that is gone was written into tables, which LevelDB syncs before.
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}
