import type { Operation } from '../call.js';
import { documentOperations } from '../document.js';
import { invalidRequest, malformedXml } from '../error.js';
import { elementOf, listOf, textOf, type XmlElement } from '../xml.js';

const methods = ['GET', 'PUT', 'HEAD', 'POST', 'DELETE'];

const cors = documentOperations<XmlElement>({
  subresource: 'cors',
  root: 'CORSConfiguration',
  names: { get: 'GetBucketCors', put: 'PutBucketCors', remove: 'DeleteBucketCors' },
  absent: { code: 'NoSuchCORSConfiguration', message: 'The CORS configuration does not exist' },
  accept: (_call, tree) => {
    const rules = listOf(tree['CORSRule']).map(elementOf);
    if (rules.length === 0 || rules.length > 100) throw malformedXml();
    for (const rule of rules) {
      const asked = listOf(rule['AllowedMethod']).map((method) => textOf(method) ?? '');
      if (asked.length === 0 || listOf(rule['AllowedOrigin']).length === 0) throw malformedXml();
      const wrong = asked.find((method) => !methods.includes(method));
      if (wrong !== undefined)
        throw invalidRequest(`Found unsupported HTTP method in CORS config. Unsupported method is ${wrong}`);
    }
    return tree;
  },
  show: (document) => document,
});

const website = documentOperations<XmlElement>({
  subresource: 'website',
  root: 'WebsiteConfiguration',
  names: { get: 'GetBucketWebsite', put: 'PutBucketWebsite', remove: 'DeleteBucketWebsite' },
  absent: {
    code: 'NoSuchWebsiteConfiguration',
    message: 'The specified bucket does not have a website configuration',
  },
  accept: (_call, tree) => {
    const { RedirectAllRequestsTo, ...others } = tree;
    if (RedirectAllRequestsTo === undefined && others['IndexDocument'] === undefined) throw malformedXml();
    if (RedirectAllRequestsTo !== undefined && Object.keys(others).length > 0)
      throw invalidRequest(
        'RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.',
      );
    return tree;
  },
  show: (document) => document,
});

/** What browsers see of a bucket: CORS and the website. */
export const web: readonly Operation[] = [...cors, ...website];
