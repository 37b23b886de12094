import * as s3 from '@aws-sdk/client-s3';
import * as s3control from '@aws-sdk/client-s3-control';
import type { SdkCall } from './scenario.js';

const sdks = { s3, s3control };

/** What the SDK exports under a name; it speaks of itself in nested arrays, by way of functions. */
const exported = (service: SdkCall['service'], name: string): unknown =>
  Object.hasOwn(sdks[service], name) ? Reflect.get(sdks[service], name) : undefined;

/** The class of a call's command. Throws if the SDK has no such operation. */
export function commandOf({ service, operation }: SdkCall): new (input: object) => s3.GetBucketAclCommand {
  const found = exported(service, `${operation}Command`);
  if (typeof found !== 'function') throw new Error(`${service} has no operation ${operation}`);
  return found as new (
    input: object,
  ) => s3.GetBucketAclCommand;
}

/** The sorts of schema by their number, as far as they have members. */
const list = 1;
const map = 2;
const structures: readonly unknown[] = [3, 4];

/** Members of an input that the SDK does not know and would leave out without a word, by their path. */
export function unknownWords(call: SdkCall): readonly string[] {
  commandOf(call);
  const operation = resolved(exported(call.service, `${call.operation}$`));
  return Array.isArray(operation) ? unknownIn(operation[4], call.input, call.operation) : ['no schema'];
}

function unknownIn(schema: unknown, value: unknown, path: string): readonly string[] {
  const known = resolved(schema);
  if (!Array.isArray(known)) return [];
  const [sort, , , , ...rest]: unknown[] = known;
  if (sort === list && Array.isArray(value))
    return value.flatMap((item, place) => unknownIn(rest[0], item, `${path}[${place}]`));
  if (sort === map || typeof value !== 'object' || value === null) return [];
  if (!structures.includes(sort)) return [];
  const names = rest[0] as readonly string[];
  const members = rest[1] as readonly unknown[];
  return Object.entries(value).flatMap(([name, member]) => {
    const place = names.indexOf(name);
    return place < 0 ? [`${path}.${name}`] : unknownIn(members[place], member, `${path}.${name}`);
  });
}

/** A schema itself: references are functions, and one with traits is a pair of it and them. */
function resolved(schema: unknown): unknown {
  if (typeof schema === 'function') return resolved((schema as () => unknown)());
  if (Array.isArray(schema) && typeof schema[0] === 'function') return resolved(schema[0]);
  return schema;
}
