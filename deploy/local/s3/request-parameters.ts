import type { LocalRequest } from '../world.js';
import { parseAnyXml, type XmlNode } from './xml.js';

const toldHeaders =
  /^x-amz-(acl|grant-.+|object-ownership|bucket-object-lock-enabled|transition-default-.+)$/;

/**
 * CloudTrail's `requestParameters` of a bucket call: bucket, host, the subresource with an empty value, and
 * the body without schema: a single child is no list, and texts that look like values become values.
 */
export function requestParameters(request: LocalRequest, bucket: string): Record<string, unknown> {
  const { query, headers } = request;
  return {
    ...(bucket === '' ? {} : { bucketName: bucket }),
    Host: headers['host'] ?? '',
    ...Object.fromEntries([...query].filter(([name]) => name !== 'x-id')),
    ...Object.fromEntries(Object.entries(headers).filter(([name]) => toldHeaders.test(name))),
    ...(request.method === 'PUT' && query.has('policy')
      ? { bucketPolicy: policyObject(request.body) }
      : bodyObject(request.body)),
  };
}

/** A body as CloudTrail shows it; nothing if it is not XML. */
export function bodyObject(body: Buffer): Record<string, unknown> {
  const parsed = parseAnyXml(body);
  if (parsed === undefined) return {};
  const content = loosen(parsed.node);
  const namespace = parsed.namespace === undefined ? {} : { xmlns: parsed.namespace };
  return { [parsed.root]: typeof content === 'object' ? { ...namespace, ...content } : namespace };
}

function policyObject(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return {};
  }
}

function loosen(node: XmlNode | undefined): unknown {
  if (Array.isArray(node)) return node.map(loosen);
  if (typeof node === 'object')
    return Object.fromEntries(
      Object.entries(node).map(([name, child]) => [name.replace(/^@/, ''), loosen(child)]),
    );
  if (node === 'true' || node === 'false') return node === 'true';
  return node !== undefined && /^(0|[1-9]\d{0,14})$/.test(node) ? Number(node) : node;
}
