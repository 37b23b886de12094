import type { LocalResponse } from './world.js';

/** How a service writes its answers: XML with a bare Error (S3), XML wrapped (STS), or JSON. */
export type Protocol = 'rest-xml' | 'query-xml' | 'json';

/** The protocol of each service that stands behind the endpoint. */
export const PROTOCOL_OF: Readonly<Record<string, Protocol>> = {
  s3: 'rest-xml',
  s3express: 'rest-xml',
  sts: 'query-xml',
  cloudtrail: 'json',
  dynamodb: 'json',
  events: 'json',
  iam: 'query-xml',
  sqs: 'json',
};

/** A text made safe to stand inside an XML element. */
export function xmlText(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** An answer of a JSON service. */
export function jsonReply(status: number, body: unknown, requestId: string): LocalResponse {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': requestId },
    body: JSON.stringify(body),
  };
}

/** An answer of a service that speaks XML. */
export function xmlReply(status: number, body: string, requestId: string): LocalResponse {
  return {
    status,
    headers: { 'content-type': 'text/xml', 'x-amz-request-id': requestId, 'x-amzn-requestid': requestId },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
  };
}

/** An error in the words of the protocol, such that the SDK sees `code` as the error's name. */
export function errorReply(
  protocol: Protocol,
  status: number,
  code: string,
  message: string,
  requestId: string,
): LocalResponse {
  if (protocol === 'json') return jsonReply(status, { __type: code, message }, requestId);
  const inner = `<Code>${code}</Code><Message>${xmlText(message)}</Message>`;
  if (protocol === 'rest-xml') {
    return xmlReply(status, `<Error>${inner}<RequestId>${requestId}</RequestId></Error>`, requestId);
  }
  const type = status < 500 ? 'Sender' : 'Receiver';
  return xmlReply(
    status,
    `<ErrorResponse><Error><Type>${type}</Type>${inner}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
    requestId,
  );
}
