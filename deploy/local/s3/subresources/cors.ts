import type { Operation } from '../call.js';
import { documentOperations } from '../document.js';
import { invalidRequest, malformedXml } from '../error.js';
import { elementOf, listOf, textOf, type XmlElement } from '../xml.js';

const methods = ['GET', 'PUT', 'HEAD', 'POST', 'DELETE'];

/** Which sites' scripts may read. */
export const cors: readonly Operation[] = documentOperations<XmlElement>({
  subresource: 'cors',
  root: 'CORSConfiguration',
  names: { get: 'GetBucketCors', put: 'PutBucketCors', remove: 'DeleteBucketCors' },
  absent: { code: 'NoSuchCORSConfiguration', message: 'The CORS configuration does not exist' },
  accept: (_call, tree) => {
    const rules = listOf(tree['CORSRule']).map(elementOf);
    if (rules.length === 0 || rules.length > 100) throw malformedXml();
    for (const rule of rules) checkRule(rule);
    return tree;
  },
  show: (document) => document,
});

function checkRule(rule: XmlElement): void {
  const texts = (name: string): readonly string[] => listOf(rule[name]).map((node) => textOf(node) ?? '');
  const asked = texts('AllowedMethod');
  if (asked.length === 0 || texts('AllowedOrigin').length === 0) throw malformedXml();
  const wrong = asked.find((method) => !methods.includes(method));
  if (wrong !== undefined)
    throw invalidRequest(`Found unsupported HTTP method in CORS config. Unsupported method is ${wrong}`);
  for (const name of ['AllowedOrigin', 'AllowedHeader']) {
    const wild = texts(name).find((text) => text.split('*').length > 2);
    if (wild !== undefined) throw invalidRequest(`${name} "${wild}" can not have more than one wildcard.`);
  }
  const shown = texts('ExposeHeader').find((text) => text.includes('*'));
  if (shown !== undefined)
    throw invalidRequest(
      `ExposeHeader "${shown}" contains wildcard. We currently do not support wildcard for ExposeHeader.`,
    );
  const age = textOf(rule['MaxAgeSeconds']);
  if (age !== undefined && !/^\d+$/.test(age)) throw malformedXml();
}
