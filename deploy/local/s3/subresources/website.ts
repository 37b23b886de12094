import type { Operation } from '../call.js';
import { documentOperations } from '../document.js';
import { invalidArgument, invalidRequest, malformedXml } from '../error.js';
import { elementOf, listOf, textOf, type XmlElement, type XmlNode } from '../xml.js';

/** Whether the bucket answers as a website. */
export const website: readonly Operation[] = documentOperations<XmlElement>({
  subresource: 'website',
  root: 'WebsiteConfiguration',
  names: { get: 'GetBucketWebsite', put: 'PutBucketWebsite', remove: 'DeleteBucketWebsite' },
  absent: {
    code: 'NoSuchWebsiteConfiguration',
    message: 'The specified bucket does not have a website configuration',
  },
  accept: (_call, tree) => {
    const { RedirectAllRequestsTo: all, ...others } = tree;
    if (all === undefined) checkPages(others);
    else checkRedirectAll(elementOf(all), others);
    return tree;
  },
  show: (document) => document,
});

function checkRedirectAll(all: XmlElement, others: XmlElement): void {
  if (Object.keys(others).length > 0)
    throw invalidRequest('RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.');
  if (!textOf(all['HostName'])) throw malformedXml();
  checkProtocol(all['Protocol']);
}

function checkPages(tree: XmlElement): void {
  const suffix = textOf(elementOf(tree['IndexDocument'])['Suffix']);
  if (!suffix)
    throw invalidArgument(
      'A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty',
    );
  if (suffix.includes('/')) throw invalidArgument('The IndexDocument Suffix is not well formed');
  const rules = listOf(elementOf(tree['RoutingRules'])['RoutingRule']).map(elementOf);
  if (rules.length > 50)
    throw invalidRequest(
      `${rules.length} routing rules provided, the number of routing rules in a website configuration is limited to 50.`,
    );
  for (const rule of rules) checkRule(rule);
}

function checkRule(rule: XmlElement): void {
  const to = elementOf(rule['Redirect']);
  if (Object.keys(to).length === 0) throw malformedXml();
  checkProtocol(to['Protocol']);
  if (to['ReplaceKeyWith'] !== undefined && to['ReplaceKeyPrefixWith'] !== undefined)
    throw invalidRequest('You can only define ReplaceKeyPrefix or ReplaceKey but not both.');
  const status = textOf(to['HttpRedirectCode']);
  if (status !== undefined && !/^3(0[1-9]|[1-9]\d)$/.test(status))
    throw invalidRequest(
      `The provided HTTP redirect code (${status}) is not valid. Valid codes are 3XX except 300.`,
    );
  const error = textOf(elementOf(rule['Condition'])['HttpErrorCodeReturnedEquals']);
  if (error !== undefined && !/^[45]\d\d$/.test(error))
    throw invalidRequest(`The provided HTTP error code (${error}) is not valid. Valid codes are 4XX or 5XX.`);
}

function checkProtocol(node: XmlNode | undefined): void {
  if (node !== undefined && !['http', 'https'].includes(textOf(node) ?? ''))
    throw invalidRequest(
      'Invalid protocol, protocol can be http or https. If not defined the protocol will be selected automatically.',
    );
}
