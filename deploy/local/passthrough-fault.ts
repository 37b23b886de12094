import type { ServerResponse } from 'node:http';
import { errorReply } from './service-reply.js';
import type { Fault, LocalResponse } from './world.js';

/** The error names of DynamoDB and SQS for the faults that are answers. */
const ERRORS = {
  denied: { status: 400, code: { dynamodb: 'AccessDeniedException', sqs: 'AccessDeniedException' } },
  throttled: {
    status: 400,
    code: { dynamodb: 'ProvisionedThroughputExceededException', sqs: 'RequestThrottled' },
  },
  error5xx: { status: 500, code: { dynamodb: 'InternalServerError', sqs: 'InternalError' } },
  conflict: { status: 400, code: { dynamodb: 'TransactionConflictException', sqs: 'InternalError' } },
} as const;

/** What to answer instead of asking an embedded server; undefined when it is to be asked. */
export function answerOfFault(
  fault: Fault | undefined,
  service: 'dynamodb' | 'sqs',
  requestId: string,
): LocalResponse | undefined {
  switch (fault?.kind) {
    case 'denied':
    case 'throttled':
    case 'error5xx':
    case 'conflict': {
      const { status, code } = ERRORS[fault.kind];
      return errorReply('json', status, code[service], `Injected fault: ${fault.kind}.`, requestId);
    }
    case 'hanging':
      return { status: 0, headers: {}, body: '', transport: 'never' };
    default:
      return undefined;
  }
}

/** Lets the server do its work and then breaks the connection in place of the reply. */
export function loseReply(response: ServerResponse): void {
  response.writeHead = () => response;
  response.write = () => true;
  response.end = () => response.destroy();
}
