import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it arrived. */
export interface Arrived {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  /** Region of the signature's scope. */
  readonly region: string;
  readonly body: string;
}

export type Answering = (request: Arrived, response: ServerResponse) => void;

export interface TestServer {
  readonly port: number;
  readonly arrived: readonly Arrived[];
  stop(): Promise<void>;
}

async function read(request: IncomingMessage): Promise<Arrived> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const [, region = ''] = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(request.headers.authorization ?? '') ?? [];
  const { method = '', url = '', headers } = request;
  return { method, url, headers, region, body: Buffer.concat(chunks).toString() };
}

/** An HTTP server of the test on 127.0.0.1 that notes what arrives. */
export async function serve(answer: Answering): Promise<TestServer> {
  const arrived: Arrived[] = [];
  const server = createServer(async (request, response) => {
    const whole = await read(request);
    arrived.push(whole);
    answer(whole, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    arrived,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** S3's way of refusing. */
export const s3Error = (code: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${code}.</Message></Error>`;

/** A reply whole at once. */
export function reply(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'x-amz-request-id': 'REQUEST1', ...headers }).end(body);
}

export const encryption = `<?xml version="1.0" encoding="UTF-8"?><ServerSideEncryptionConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault><NewThing><Inner>1</Inner></NewThing></Rule></ServerSideEncryptionConfiguration>`;
