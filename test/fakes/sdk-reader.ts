import * as s3 from '@aws-sdk/client-s3';
import * as s3control from '@aws-sdk/client-s3-control';
import type { JsonObject } from '../../controller/domain/json.js';
import type { Call, Reader, Readers, Reply } from '../../controller/domain/ports.js';
import type { Target } from '../../controller/domain/target.js';

/** Clients of the two services, as plain as the SDK makes them. */
export interface PlainClients {
  readonly s3: s3.S3Client;
  readonly s3control: s3control.S3ControlClient;
}

/** One call of any kind, as plain JSON. */
type PlainCall = Pick<Call, 'service' | 'operation' | 'input'>;
type CommandClass = new (input: JsonObject) => s3.GetBucketAclCommand;

/** JSON has no dates; the SDK takes nothing else for them. */
const withDates = (input: JsonObject): JsonObject =>
  JSON.parse(JSON.stringify(input), (name, value: unknown) =>
    name === 'Date' && typeof value === 'string' ? new Date(value) : value,
  ) as JsonObject;

/** Sends one call by the SDK's command of that name, and gives the reply with the names of its XML elements. */
export async function sendPlain(
  clients: PlainClients,
  { service, operation, input }: PlainCall,
): Promise<Reply> {
  const sdk = service === 's3' ? s3 : s3control;
  const Command = Reflect.get(sdk, `${operation}Command`) as CommandClass;
  const command = new Command(withDates(input));
  let text = '';
  command.middlewareStack.add(
    (next) => async (request) => {
      const result = await next(request);
      const response = result.response as { body: AsyncIterable<Uint8Array> | Uint8Array };
      const chunks: Uint8Array[] = [];
      for await (const chunk of response.body as AsyncIterable<Uint8Array>) chunks.push(chunk);
      const body = Buffer.concat(chunks);
      text = body.toString();
      response.body = body;
      return result;
    },
    { name: 'readText', step: 'deserialize', priority: 'low' },
  );
  const { $metadata, ...output } = await (clients[service] as s3.S3Client).send(command);
  const names = [...text.matchAll(/<([A-Za-z][\w.-]*)/g)].map(([, name]) => name ?? '');
  return { output, elements: new Set(names) };
}

/** Readers of one account over plain SDK clients, and every call that they were asked for. */
export function sdkReaders(clients: PlainClients): Readers & { readonly calls: readonly Call[] } {
  const calls: Call[] = [];
  const readerFor = (target: Target): Reader => ({
    read(call) {
      calls.push(call);
      const own =
        call.service === 's3control' || target.kind === 'account'
          ? { AccountId: target.account }
          : { Bucket: target.name, ExpectedBucketOwner: target.account };
      return sendPlain(clients, { ...call, input: { ...call.input, ...own } });
    },
  });
  return {
    calls,
    readerFor,
    isListed: () => Promise.resolve(true),
    locate: () => Promise.resolve(undefined),
    regionOf: () => undefined,
  };
}
