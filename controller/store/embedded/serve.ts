import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import dynalite from 'dynalite';
import { Durable } from './durable.js';
import { type Holder, removeHolder, writeHolder } from './holder.js';
import { isProof, nonceHeader, proofHeader, proofOf } from './proof.js';

/** A folder that is held and served by this process. */
interface Serving {
  readonly kind: 'serving';
  readonly holder: Holder;
  /** Why it stopped by itself, if it did. */
  stopped?(): string | undefined;
  /** Answers what came, closes the tables, and lets the folder go. */
  close(): Promise<void>;
}

/** Or why it is not: another process holds it, or what lies there cannot be opened. */
export type Served =
  | Serving
  | { readonly kind: 'held' }
  | { readonly kind: 'broken'; readonly reason: string };

/**
 * Holds a folder and serves the tables in it on loopback, to whoever can read the key. LevelDB's lock says who holds it:
 * the system takes it from a process that is dead.
 */
export async function serveFolder(folder: string): Promise<Served> {
  const [lock, tables] = [join(folder, 'lock'), join(folder, 'tables')];
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const held = new ClassicLevel(lock);
  const reason = await failureOf(() => held.open());
  if (reason !== undefined)
    return reason.isLocked ? { kind: 'held' } : { kind: 'broken', reason: reason.text };
  // dynalite does not say why it cannot open them.
  const probe = new ClassicLevel(tables);
  const broken = await failureOf(async () => {
    await probe.open();
    await probe.close();
  });
  if (broken !== undefined) {
    await held.close();
    return { kind: 'broken', reason: broken.text };
  }
  const key = randomBytes(32).toString('hex');
  const server = dynalite({ path: tables, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  guard(server, key, new Durable(tables));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const holder = { port, pid: process.pid, key };
  await writeHolder(folder, holder);
  return {
    kind: 'serving',
    holder,
    async close() {
      await removeHolder(folder);
      await new Promise((resolve) => server.close(resolve));
      await held.close();
    },
  };
}

async function failureOf(
  act: () => Promise<void>,
): Promise<{ readonly isLocked: boolean; readonly text: string } | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    const cause: unknown = error instanceof Error ? (error.cause ?? error) : error;
    const isLocked = cause instanceof Error && 'code' in cause && cause.code === 'LEVEL_LOCKED';
    return { isLocked, text: cause instanceof Error ? cause.message : String(cause) };
  }
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** Only who knows the key is served, and no write is answered before it is on the disk. */
function guard(server: Server, key: string, durable: Durable): void {
  const handlers = server.listeners('request') as Handler[];
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const nonce = request.headers[nonceHeader]?.toString();
    if (!isProof(request.headers[proofHeader], key, 'request', nonce)) {
      request.resume();
      response.writeHead(403).end();
      return;
    }
    response.setHeader(proofHeader, proofOf(key, 'answer', String(nonce)));
    if (!isRead(request)) holdBack(response, durable);
    for (const handle of handlers) handle.call(server, request, response);
    // It throws on a broken connection.
    request.removeAllListeners('error');
    request.on('error', () => response.destroy());
  });
}

const isRead = ({ method, headers }: IncomingMessage): boolean =>
  method === 'GET' ||
  /\.(?:BatchGetItem|Describe\w+|GetItem|Query|Scan)$/.test(String(headers['x-amz-target']));

/** An answer that waits for the disk. Where that fails nothing is answered any more: the thread ends, as at a failed write. */
function holdBack(response: ServerResponse, durable: Durable): void {
  const end = response.end.bind(response);
  const late = (body: string): ServerResponse => {
    // A failure is handled by nobody on purpose: that is what ends the thread.
    void durable.sync().then(() => end(body));
    return response;
  };
  response.end = late as typeof response.end;
}
