import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { TerminalError } from '../domain/errors.js';

/** How long a call may take, in milliseconds. */
export interface Timeouts {
  readonly connectionMs: number;
  /** Until the answer begins, and again for every pause within it. */
  readonly requestMs: number;
}

export const defaultTimeouts: Timeouts = { connectionMs: 1_000, requestMs: 5_000 };

// Each bucket is a host of its own, so sockets that wait for another call to the same bucket are not kept for long.
const agentOptions = { keepAlive: true, maxSockets: 128, maxFreeSockets: 4, timeout: 10_000 };

const options = (timeouts: Timeouts): ConstructorParameters<typeof NodeHttpHandler>[0] => ({
  connectionTimeout: timeouts.connectionMs,
  requestTimeout: timeouts.requestMs,
  socketTimeout: timeouts.requestMs,
  throwOnRequestTimeout: true,
  httpAgent: new HttpAgent(agentOptions),
  httpsAgent: new HttpsAgent(agentOptions),
});

/** Connections whose calls end: the SDK's own defaults wait for ever for a server that hangs. Rejects with `TimeoutError`. */
export const httpHandler = (timeouts: Timeouts): NodeHttpHandler => new NodeHttpHandler(options(timeouts));

class ReadOnlyHandler extends NodeHttpHandler {
  override handle(...[request, settings]: Parameters<NodeHttpHandler['handle']>) {
    if (request.method === 'GET' || request.method === 'HEAD') return super.handle(request, settings);
    return Promise.reject(new TerminalError(`Connections for reading do not send ${request.method}.`));
  }
}

/** The same for clients that only read: nothing but GET and HEAD leaves, whatever the code above it does. */
export const readOnlyHttpHandler = (timeouts: Timeouts): NodeHttpHandler =>
  new ReadOnlyHandler(options(timeouts));
