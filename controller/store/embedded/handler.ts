import { randomUUID } from 'node:crypto';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Clock } from '../../domain/ports.js';
import { type Place, placeFor, type Serve } from './place.js';
import { isProof, nonceHeader, proofHeader, proofOf } from './proof.js';

/** What happens to a connection when its holder goes. */
const gone = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE'];
const tries = 4;

/**
 * Sends the requests of a DynamoDB client to whoever holds the folder. Where the holder is gone, another is found or
 * becomes it, and the request is sent again: every write of the ledger may be repeated, since an answer may always be lost.
 */
export class EmbeddedHandler extends NodeHttpHandler {
  readonly #find: () => Promise<Place>;
  #place: Promise<Place> | undefined;

  constructor(
    folder: string,
    serve: Serve,
    clock: Clock,
    options: ConstructorParameters<typeof NodeHttpHandler>[0],
  ) {
    super(options);
    this.#find = () => placeFor(folder, serve, clock);
  }

  override async handle(...[request, options]: Parameters<NodeHttpHandler['handle']>) {
    for (let lost = 1; ; lost += 1) {
      const finding = this.#current();
      const { holder, stopped } = await finding;
      const nonce = randomUUID();
      Object.assign(request, { protocol: 'http:', hostname: '127.0.0.1', port: holder.port });
      request.headers[nonceHeader] = nonce;
      request.headers[proofHeader] = proofOf(holder.key, 'request', nonce);
      try {
        const answer = await super.handle(request, options);
        if (isProof(answer.response.headers[proofHeader], holder.key, 'answer', nonce)) return answer;
        throw Object.assign(new Error('somebody else answers for the ledger'), { code: 'ECONNREFUSED' });
      } catch (error) {
        if (!isGone(error)) throw error;
        if (lost === tries)
          throw new Error(`the ledger stopped: ${stopped?.() ?? 'nobody serves it'}`, { cause: error });
        if (this.#place === finding) this.#place = undefined;
      }
    }
  }

  /** Lets the folder go, if this process holds it. */
  async close(): Promise<void> {
    this.destroy();
    await (await this.#place)?.close();
  }

  #current(): Promise<Place> {
    if (this.#place !== undefined) return this.#place;
    const finding = this.#find();
    this.#place = finding;
    finding.catch(() => {
      if (this.#place === finding) this.#place = undefined;
    });
    return finding;
  }
}

const isGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && gone.includes(String(error.code));
