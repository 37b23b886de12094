declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** A DynamoDB on an HTTP server that does not listen yet. Times are milliseconds. */
  function dynalite(options: {
    /** Folder of the store; in memory without one. */
    readonly path?: string;
    readonly createTableMs: number;
    readonly deleteTableMs: number;
    readonly updateTableMs: number;
  }): Server;

  export = dynalite;
}
