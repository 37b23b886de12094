import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { UserError } from '../../domain/errors.js';
import type { Clock } from '../../domain/ports.js';
import { type Holder, readHolder } from './holder.js';
import { isProof, nonceHeader, proofHeader, proofOf } from './proof.js';
import type { Served } from './serve.js';

/** Where the tables of a folder are served now, by this process or by another. */
export interface Place {
  readonly holder: Holder;
  /** Why it stopped by itself, if it did and this process knows. */
  stopped?(): string | undefined;
  close(): Promise<void>;
}

/** Serves a folder beside the caller: a thread in the product, the function itself in tests. */
export type Serve = (folder: string) => Promise<Served>;

const pauseMs = 100;
/** Somebody who holds the folder and has not said where for so long, or does not answer, is not coming. */
const longestWaitMs = 10_000;

/** Joins whoever holds the folder, or holds it. Of several who try at once one holds it, and the others join. */
export async function placeFor(folder: string, serve: Serve, clock: Clock): Promise<Place> {
  for (let waited = 0; waited <= longestWaitMs; waited += pauseMs) {
    const holder = await readHolder(folder);
    if (holder !== undefined && (await answers(holder))) return { holder, close: async () => {} };
    const served = await serve(folder);
    if (served.kind === 'serving') return served;
    if (served.kind === 'broken') {
      throw new UserError(
        `The ledger in ${folder} cannot be opened: ${served.reason}. Nothing was changed. Make room if the disk is full; put a copy in its place if it is damaged.`,
      );
    }
    await clock.sleep(pauseMs);
  }
  const holder = await readHolder(folder);
  throw new UserError(
    `The ledger in ${folder} is held by ${holder === undefined ? 'a process' : `process ${holder.pid}`} that does not answer. Stop it, and try again.`,
  );
}

/** Whether the holder of this key is still there: not only somebody on its port. */
async function answers({ port, key }: Holder): Promise<boolean> {
  const nonce = randomUUID();
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/`, {
      headers: { [nonceHeader]: nonce, [proofHeader]: proofOf(key, 'request', nonce) },
      signal: AbortSignal.timeout(2_000),
    });
    await answer.arrayBuffer();
    return isProof(answer.headers.get(proofHeader), key, 'answer', nonce);
  } catch {
    return false;
  }
}

/** Serves in a thread that runs this file. */
export const serveInThread =
  (file: string): Serve =>
  async (folder) => {
    const thread = new Worker(file, { workerData: folder, execArgv: [] });
    let stopped: string | undefined;
    const failed = once(thread, 'error').then(([error]): Served => {
      stopped = error instanceof Error ? error.message : String(error);
      return { kind: 'broken', reason: stopped };
    });
    const said = once(thread, 'message').then(([message]) => message as Served);
    const served = await Promise.race([said, failed]);
    if (served.kind !== 'serving') {
      await thread.terminate();
      return served;
    }
    return {
      kind: 'serving',
      holder: served.holder,
      stopped: () => stopped,
      async close() {
        if (stopped !== undefined) return;
        const ended = once(thread, 'exit');
        thread.postMessage('close');
        await ended;
      },
    };
  };
