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

/** A fifth of the time for a request is the time for its connection, and a second at least. */
export const timeoutsOf = (requestMs: number): Timeouts => ({
  connectionMs: Math.max(1_000, requestMs / 5),
  requestMs,
});

/**
 * Connections that wait for another call to the same host. Each bucket is a host of its own and is soon left alone; all
 * targets together call one ledger and one queue, where a connection that is not kept costs every call a new handshake.
 */
const kept = { perBucket: 4, perService: 128 };

const options = (timeouts: Timeouts, maxFreeSockets: number) => {
  const agent = { keepAlive: true, maxSockets: 128, maxFreeSockets, timeout: 10_000 };
  return {
    connectionTimeout: timeouts.connectionMs,
    requestTimeout: timeouts.requestMs,
    socketTimeout: timeouts.requestMs,
    throwOnRequestTimeout: true,
    httpAgent: new HttpAgent(agent),
    httpsAgent: new HttpsAgent(agent),
  };
};

/**
 * Connections to a service, whose calls end: the SDK's own defaults wait for ever for a server that hangs. Rejects with
 * `TimeoutError`.
 */
export const httpHandler = (timeouts: Timeouts): NodeHttpHandler =>
  new NodeHttpHandler(serviceConnections(timeouts));

/** How connections to a service are made and kept. */
export const serviceConnections = (timeouts: Timeouts) => options(timeouts, kept.perService);

/** The same to many buckets. */
export const bucketHttpHandler = (timeouts: Timeouts): NodeHttpHandler =>
  new NodeHttpHandler(options(timeouts, kept.perBucket));

class ReadOnlyHandler extends NodeHttpHandler {
  override handle(...[request, settings]: Parameters<NodeHttpHandler['handle']>) {
    if (request.method === 'GET' || request.method === 'HEAD') return super.handle(request, settings);
    return Promise.reject(new TerminalError(`Connections for reading do not send ${request.method}.`));
  }
}

/** The same to many buckets for clients that only read: nothing but GET and HEAD leaves, whatever the code above it does. */
export const readOnlyHttpHandler = (timeouts: Timeouts): NodeHttpHandler =>
  new ReadOnlyHandler(options(timeouts, kept.perBucket));
