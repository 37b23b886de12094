import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Backups, backupCalls } from './backups.js';
import { credentialScope } from './credential-scope.js';
import type { LocalWorld } from './local-world.js';
import { answerOfFault, loseReply } from './passthrough-fault.js';
import type { Principals } from './principals.js';
import type { Queues } from './queues.js';
import { randomHex } from './random.js';
import type { Roles } from './roles.js';
import type { Rules } from './rules.js';
import { addressOf } from './s3/address.js';
import { isControlRequest } from './s3/control/handle.js';
import { errorReply, PROTOCOL_OF } from './service-reply.js';
import type { Sts } from './sts.js';
import type { Tables } from './tables.js';
import type { Trails } from './trails.js';
import type { Handler, LocalRequest, LocalResponse, Principal } from './world.js';

/** The services behind the one endpoint. */
export interface Behind {
  readonly world: LocalWorld;
  readonly principals: Principals;
  readonly sts: Sts;
  readonly queues: Queues;
  readonly tables: Tables;
  readonly trails: Trails;
  readonly rules: Rules;
  readonly roles: Roles;
  readonly backups: Backups;
  readonly s3: Handler;
}

/** S3 refuses longer configuration documents; so does this, for every service whose body it reads. */
const LONGEST_BODY = 2 * 1024 * 1024;

/** Routes one HTTP request to the service that its SigV4 credential scope names, and answers it. */
export async function route(
  behind: Behind,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const id = randomHex(behind.world.random, 16).toUpperCase();
  const [path = '/', search = ''] = (incoming.url ?? '/').split(/\?(.*)/s);
  const query = new URLSearchParams(search);
  const scope = credentialScope(incoming.headers.authorization, query);
  const protocol = PROTOCOL_OF[scope?.service ?? ''];
  if (scope === undefined || protocol === undefined) {
    return reply(
      response,
      errorReply('rest-xml', 403, 'AccessDenied', 'Not signed for a service that is here.', id),
    );
  }
  const identified = behind.principals.identify(scope.accessKeyId);
  if (identified.kind !== 'known') {
    const code = identified.kind === 'expired' ? 'ExpiredToken' : 'InvalidAccessKeyId';
    return reply(
      response,
      errorReply(protocol, 403, code, `The access key id ${scope.accessKeyId} is ${identified.kind}.`, id),
    );
  }
  const { principal } = identified;
  if (scope.service === 'dynamodb' || scope.service === 'sqs') {
    return passThrough(behind, scope.service, { incoming, response, principal, id });
  }
  const body = await bodyOf(incoming);
  if (body === undefined) {
    return reply(
      response,
      errorReply(protocol, 400, 'MaxMessageLengthExceeded', 'Your request was too big.', id),
    );
  }
  const request: LocalRequest = {
    id,
    method: incoming.method ?? 'GET',
    path,
    query,
    headers: headersOf(incoming),
    body,
    principal,
    region: scope.region,
    sourceIp: incoming.socket.remoteAddress ?? '127.0.0.1',
  };
  if (scope.service === 'sts') return reply(response, behind.sts.answer(request));
  if (scope.service === 'events') return reply(response, behind.rules.answer(request));
  if (scope.service === 'iam') return reply(response, behind.roles.answer(request));
  if (scope.service === 'cloudtrail') {
    const isLookup = headersOf(incoming)['x-amz-target']?.endsWith('.LookupEvents') === true;
    return reply(response, (isLookup ? behind.world.cloudtrail : behind.trails).answer(request));
  }
  return reply(response, await askS3(behind, request));
}

async function askS3({ world, s3 }: Behind, request: LocalRequest): Promise<LocalResponse> {
  if (request.method === 'GET' || request.method === 'HEAD') return s3(world, request);
  const bucket = isControlRequest(request) ? undefined : addressOf(request).bucket;
  world.oracle.requestStarts(bucket);
  try {
    return await s3(world, request);
  } finally {
    world.oracle.requestEnds(bucket);
  }
}

async function passThrough(
  { world, queues, tables, backups }: Behind,
  service: 'dynamodb' | 'sqs',
  call: { incoming: IncomingMessage; response: ServerResponse; principal: Principal; id: string },
): Promise<void> {
  const { incoming, response, principal, id } = call;
  const operation =
    String(incoming.headers['x-amz-target'] ?? '')
      .split('.')
      .at(-1) ?? '';
  const fault = world.faultFor({ account: principal.account, operation, principal });
  if (fault?.kind === 'slow') await world.sleep(fault.ms);
  if (fault?.kind === 'replyLost') loseReply(response);
  const answer = answerOfFault(fault, service, id);
  if (answer !== undefined) {
    incoming.resume();
    return reply(response, answer);
  }
  if (service === 'dynamodb' && backupCalls.has(operation)) {
    const body = await bodyOf(incoming);
    return reply(response, backups.answer(operation, String(body), id));
  }
  (service === 'sqs' ? queues : tables).serve(incoming, response);
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of incoming) {
    length += part.length;
    if (length <= LONGEST_BODY) parts.push(part);
  }
  return length <= LONGEST_BODY ? Buffer.concat(parts) : undefined;
}

function headersOf(incoming: IncomingMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : (value ?? ''),
    ]),
  );
}

function reply(response: ServerResponse, answer: LocalResponse): void {
  if (answer.transport === 'never') return;
  if (answer.transport === 'destroy') {
    response.destroy();
    return;
  }
  response.writeHead(answer.status, answer.headers);
  response.end(answer.body);
}
