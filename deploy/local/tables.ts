import type { IncomingMessage, ServerResponse } from 'node:http';
import dynalite from 'dynalite';

/**
 * The embedded DynamoDB, in memory: one set of tables for all accounts and regions, no transactions, no TTL, no
 * streams, no PartiQL.
 */
export interface Tables {
  /** Serves a client's HTTP request; its body must be unread. */
  serve(request: IncomingMessage, response: ServerResponse): void;
}

/** Starts DynamoDB without a port of its own: tables are ready at once. */
export function startTables(): Tables {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  return {
    serve(request, response) {
      server.emit('request', request, response);
      // It throws on a broken connection, which would end the process of whoever embeds it.
      request.removeAllListeners('error');
      request.on('error', () => response.destroy());
    },
  };
}
