import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { clientsOf } from '../local/gateway-clients.js';
import { type Cell, type Check, cellOf, type Place } from './check.js';
import { lanesWith } from './checks/index.js';
import type { Address } from './servers.js';
import { rowOf } from './table.js';

/** What this process is told, once. */
export interface Question {
  readonly server: Address;
  /** Only rows that contain this. */
  readonly only?: string;
  /** The server's column of the page. */
  readonly before: Readonly<Record<string, Cell>>;
}

/** What it tells back, check by check. */
export interface Answer {
  readonly row: string;
  readonly cell: Cell;
  readonly ms: number;
}

/** The longest that one check may take. */
const patienceMs = 420_000;

process.once('message', (question: Question) => {
  ask(question).catch((error: unknown) => {
    process.stderr.write(`${inspect(error)}\n`);
    process.exit(1);
  });
});
process.once('disconnect', () => process.exit(1));

async function ask({ server, only, before }: Question): Promise<void> {
  // The AWS SDK takes some of its settings from nowhere else, which is why each server has a process of its own.
  Object.assign(process.env, server.env, { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' });
  const credentials = {
    accessKeyId: server.env['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: server.env['AWS_SECRET_ACCESS_KEY'] ?? '',
    ...(server.env['AWS_SESSION_TOKEN'] ? { sessionToken: server.env['AWS_SESSION_TOKEN'] } : {}),
  };
  const clientsIn = (region?: string) => clientsOf(server.endpoint, credentials, region);
  const clients = clientsIn();
  const { Account: account = '' } = await clients.sts.send(new GetCallerIdentityCommand({}));
  const lanes = lanesWith(only);
  const order = lanes.flat();
  const walk = async (lane: readonly Check[]): Promise<void> => {
    for (const check of lane) {
      const row = rowOf(check);
      const began = Date.now();
      const late = sleep(patienceMs, 'differs: no end', { ref: false });
      const place = { server, account, clients, clientsIn, name: namesOf(order.indexOf(check)) };
      const cell = await Promise.race([cellOf(check, withPage(place, before[row])), late]);
      await tell({ row, cell, ms: Date.now() - began });
    }
  };
  await Promise.all(lanes.map(walk));
  process.exit(0);
}

const withPage = (place: Place, before: Cell | undefined): Place =>
  before === undefined ? place : { ...place, before };

/** Names of a check of its own, the same in every run. */
function namesOf(check: number): Place['name'] {
  let names = 0;
  return (prefix) => {
    names += 1;
    return `${prefix}-${check}-${names}`;
  };
}

const tell = (answer: Answer): Promise<void> =>
  new Promise((resolve, reject) => {
    // Without the asker there is nobody to tell.
    if (!process.connected) process.exit(1);
    process.send?.(answer, undefined, undefined, (error) => (error === null ? resolve() : reject(error)));
  });
