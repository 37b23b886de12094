import { isDeepStrictEqual } from 'node:util';
import * as s3 from '@aws-sdk/client-s3';
import type { clientsOf } from '../local/gateway-clients.js';
import type { Address } from './servers.js';

export type Clients = ReturnType<typeof clientsOf>;

/** Where a check works: a server, and names that no other check uses. */
export interface Place {
  readonly server: Address;
  readonly account: string;
  readonly clients: Clients;
  /** Clients in another region than the usual one. */
  clientsIn(region: string): Clients;
  /** What the page says that this check finds here; missing: nothing yet. Only for how long to wait. */
  readonly before?: Cell;
  /** A name that begins so and that no other check has. */
  name(prefix: string): string;
}

/** One thing that AWS documents of one operation. */
export interface Check {
  /** SDK command without its suffix; what is told of by name alone stands for itself. */
  readonly operation: string;
  /** What AWS does, in a few words. Unique together with `operation`. */
  readonly says: string;
  /** What happens here: plain data without ids or times. */
  run(place: Place): Promise<unknown>;
  /** What happens at AWS. */
  readonly expected: unknown;
  /** Servers that pass in one run and not in the next, whatever machine they are on. */
  readonly byChance?: readonly string[];
}

/** What a server does: `pass`, `absent`, `by chance`, or how it differs. */
export type Cell = string;

/** Errors and statuses by which servers say that they do not know a call. */
const unknownCalls = [
  'NotImplemented',
  'UnknownOperationException',
  'UnknownOperation',
  'UnsupportedOperation',
];

/** Carries one check out. Never rejects: what a server throws is what it does. */
export async function cellOf(check: Check, place: Place): Promise<Cell> {
  try {
    const found = await check.run(place);
    if (check.byChance?.includes(place.server.name)) return 'by chance';
    return isDeepStrictEqual(found, check.expected) ? 'pass' : `differs: ${brief(found)}`;
  } catch (error) {
    const { name, message, $metadata } = error as {
      readonly name?: string;
      readonly message?: string;
      readonly $metadata?: { readonly httpStatusCode?: number };
    };
    const isUnknown = unknownCalls.includes(name ?? '') || $metadata?.httpStatusCode === 501;
    if (isUnknown) return 'absent';
    return `differs: ${name === undefined || name === 'Error' ? brief(message ?? String(error)) : name}`;
  }
}

/** One line of a table, without what would break the table. */
function brief(found: unknown): string {
  const text = typeof found === 'string' ? found : (JSON.stringify(found) ?? 'nothing');
  const line = text.replace(/\s+/g, ' ').replaceAll('|', '/').replaceAll('`', "'");
  return line.length > 90 ? `${line.slice(0, 87)}...` : line;
}

/** The name of the error that a call ends with; `none` if it succeeds. */
export const errorOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'none',
    (error: Error) => {
      const status = (error as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata;
      if (unknownCalls.includes(error.name) || status?.httpStatusCode === 501) throw error;
      return error.name;
    },
  );

type AnyCommand = new (input: object) => s3.GetBucketAclCommand;

/** Sends a call of S3 by its name, for tables of calls. */
export const send = ({ clients }: Place, operation: string, input: object): Promise<object> => {
  const Command = Reflect.get(s3, `${operation}Command`) as AnyCommand;
  return clients.s3.send(new Command(input));
};

/** What is found in an answer under a path such as `Rules.0.ID`; `undefined` where a part of it is missing. */
export const at =
  (path: string) =>
  (output: unknown): unknown =>
    path
      .split('.')
      .reduce<unknown>(
        (value, key) => (value === undefined || value === null ? undefined : Reflect.get(Object(value), key)),
        output,
      );

/** A new bucket with the settings that AWS gives it today. */
export async function newBucket({ clients, name }: Place, more: object = {}): Promise<string> {
  const Bucket = name('conformance');
  await clients.s3.send(new s3.CreateBucketCommand({ Bucket, ...more }));
  return Bucket;
}

/** Says so if the bucket is not there any more: some servers take what they do not know for DeleteBucket. */
export const stillThere = ({ clients }: Place, Bucket: string): Promise<string> =>
  clients.s3.send(new s3.HeadBucketCommand({ Bucket })).then(
    () => 'the bucket is there',
    () => 'the bucket is gone',
  );
