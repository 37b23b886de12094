import type { LocalRequest, LocalResponse } from '../world.js';
import type { Answer } from './call.js';
import type { S3Error } from './error.js';
import { writeXml } from './xml.js';

const xmlType = { 'content-type': 'application/xml' };

/** An answer as a response. */
export function reply(request: LocalRequest, answer: Answer): LocalResponse {
  const { status, body = '', headers = {} } = answer;
  return { status, headers: { ...identity(request), ...(body === '' ? {} : xmlType), ...headers }, body };
}

/** A refusal as a response; HEAD answers carry no body. S3 Control wraps its errors once more than S3. */
export function refuse(request: LocalRequest, error: S3Error, dialect: 's3' | 's3-control'): LocalResponse {
  const headers = { ...identity(request), ...error.headers };
  if (request.method === 'HEAD') return { status: error.status, headers, body: '' };
  const content = { Code: error.code, Message: error.message, ...error.details };
  const ids = { RequestId: request.id, HostId: 'local' };
  const body =
    dialect === 's3'
      ? writeXml('Error', { ...content, ...ids }, '')
      : writeXml(
          'ErrorResponse',
          { Error: content, ...ids },
          'http://awss3control.amazonaws.com/doc/2018-08-20/',
        );
  return { status: error.status, headers: { ...headers, ...xmlType }, body };
}

function identity(request: LocalRequest): Record<string, string> {
  return { 'x-amz-request-id': request.id, 'x-amz-id-2': 'local' };
}
