import * as s3 from '@aws-sdk/client-s3';
import * as s3control from '@aws-sdk/client-s3-control';
import { TerminalError } from '../domain/errors.js';
import type { Step } from '../domain/plan.js';
import type { S3Clients } from './clients.js';
import { sdkInput } from './sdk-input.js';

/** One call as plain JSON. */
export type SdkCall = Pick<Step, 'service' | 'operation' | 'input'>;

/** S3's answer: what the SDK made of it, and the text as which it came. */
export interface Answer {
  readonly output: object;
  readonly requestId?: string;
  readonly body: string;
}

// The type of one command stands for all of them: what differs, input and output, is JSON to whoever calls.
type Command = s3.GetBucketAclCommand;
type CommandClass = new (input: object) => Command;

function commandClass({ service, operation }: SdkCall): CommandClass {
  const sdk = service === 's3' ? s3 : s3control;
  const name = `${operation}Command`;
  const found: unknown = Object.hasOwn(sdk, name) ? Reflect.get(sdk, name) : undefined;
  if (typeof found !== 'function') throw new TerminalError(`${service} has no operation ${operation}.`);
  return found as CommandClass;
}

async function textOf(body: unknown): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/**
 * Sends a call with the client of its service. Rejects with a TerminalError if the SDK does not know the operation,
 * and with the SDK's own error, told apart by name, if S3 refuses or does not answer.
 */
export async function sendCall(
  clients: S3Clients,
  place: { readonly account: string; readonly region: string },
  call: SdkCall,
  abortSignal: AbortSignal,
): Promise<Answer> {
  const command = new (commandClass(call))(sdkInput(call.operation, call.input));
  let body = '';
  command.middlewareStack.add(
    (next) => async (request) => {
      const result = await next(request);
      const response = result.response as { body: unknown };
      body = await textOf(response.body);
      response.body = Buffer.from(body);
      return result;
    },
    { name: 'keepBody', step: 'deserialize', priority: 'low' },
  );
  // Both SDKs' clients send what their own command classes make; the same `service` chose both.
  const client = clients[call.service](place.account, place.region) as s3.S3Client;
  const { $metadata: metadata, ...output } = await client.send(command, { abortSignal });
  const { requestId } = metadata;
  return { output, body, ...(requestId === undefined ? {} : { requestId }) };
}
