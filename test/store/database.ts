import type { Server } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import dynalite from 'dynalite';
import { afterAll, beforeAll } from 'vitest';
import type { Ledger, LedgerQueries } from '../../controller/domain/ledger.js';
import type { Clock, Random } from '../../controller/domain/ports.js';
import type { Limits } from '../../controller/store/documents.js';
import { dynamoLedger } from '../../controller/store/dynamo-ledger.js';
import { createTable } from '../../controller/store/table.js';

export type TestLedger = Ledger & LedgerQueries;

/** A clock that stands still until it is moved; sleepers only let others run. */
export class StandingClock implements Clock {
  private at = Date.parse('2026-03-01T10:00:00.000Z');
  now(): Date {
    return new Date(this.at);
  }
  move(ms: number): void {
    this.at += ms;
  }
  async sleep(): Promise<void> {
    await setImmediate();
  }
}

/** Mulberry32: the same seed, the same numbers. */
export function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** What happens to the calls of one client: it may die before or after the server took a call. */
export interface Fault {
  /** Calls sent so far. */
  sent: number;
  /** Which call is the last, from 1; 0 for none. */
  dieAt: number;
  /** Whether the server still takes the call at which the client dies. */
  reaches: boolean;
  /** Operations sent, in order. */
  readonly operations: string[];
}

export class CrashError extends Error {
  override readonly name = 'CrashError';
}

function faultyClient(endpoint: string, fault: Fault): DynamoDBDocumentClient {
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts: 1,
    }),
  );
  client.middlewareStack.add(
    (next, context) => async (args) => {
      fault.sent += 1;
      fault.operations.push(String(context.commandName).replace(/(Item)?Command$/, ''));
      const dead = fault.dieAt > 0 && fault.sent >= fault.dieAt;
      if (dead && !(fault.reaches && fault.sent === fault.dieAt))
        throw new CrashError('died before the call');
      const answer = await next(args).catch((error: unknown) => {
        throw dead ? new CrashError('died before the refusal', { cause: error }) : error;
      });
      if (dead) throw new CrashError('died before the answer');
      return answer;
    },
    { step: 'initialize', name: 'crash' },
  );
  return client;
}

export interface Database {
  readonly clock: StandingClock;
  /** A ledger in a process of its own; `fault` says how its calls end and what they were. */
  process(options?: { readonly limits?: Limits; readonly clock?: Clock; readonly table?: string }): Process;
  /** Makes another table with nothing in it; returns its name. */
  newTable(): Promise<string>;
}

export interface Process {
  readonly ledger: TestLedger;
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  readonly fault: Fault;
}

/** An embedded DynamoDB with the ledger's table, for the tests of one file. */
export function database(): Database {
  let server: Server | undefined;
  let endpoint = '';
  let processes = 0;
  let tables = 0;
  const clients: DynamoDBDocumentClient[] = [];
  const clock = new StandingClock();
  const client = (fault: Fault): DynamoDBDocumentClient => {
    const made = faultyClient(endpoint, fault);
    clients.push(made);
    return made;
  };
  const newTable = async (): Promise<string> => {
    tables += 1;
    const table = `ledger-${tables}`;
    await createTable(client({ sent: 0, dieAt: 0, reaches: false, operations: [] }), table);
    return table;
  };
  beforeAll(async () => {
    const started = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
    server = started;
    await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
    const address = started.address();
    if (address === null || typeof address === 'string') throw new Error('dynalite has no port');
    endpoint = `http://127.0.0.1:${address.port}`;
    await newTable();
  });
  afterAll(async () => {
    for (const made of clients) made.destroy();
    await new Promise((resolve) => server?.close(resolve));
  });
  return {
    clock,
    newTable,
    process({ table = 'ledger-1', ...options } = {}) {
      processes += 1;
      const fault: Fault = { sent: 0, dieAt: 0, reaches: false, operations: [] };
      const made = client(fault);
      const random = seeded(processes);
      const ledger = dynamoLedger({ client: made, table, clock, random, controller: 'test', ...options });
      return { ledger, client: made, table, fault };
    },
  };
}

/** All that an async iterable gives. */
export async function all<T>(iterable: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of iterable) found.push(item);
  return found;
}
