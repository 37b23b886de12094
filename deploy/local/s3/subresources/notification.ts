import type { BucketCall } from '../call.js';
import { documentOperations } from '../document.js';
import { invalidArgument, malformedXml } from '../error.js';
import { freshId } from '../fresh-id.js';
import { elementOf, listOf, textOf, type XmlElement } from '../xml.js';

const destinations = {
  TopicConfiguration: 'Topic',
  QueueConfiguration: 'Queue',
  CloudFunctionConfiguration: 'CloudFunction',
};

/** Event notifications; an empty document switches them off, an empty EventBridge element switches that on. */
export const notification = documentOperations<XmlElement>({
  subresource: 'notification',
  root: 'NotificationConfiguration',
  names: { get: 'GetBucketNotificationConfiguration', put: 'PutBucketNotificationConfiguration' },
  eventNames: { get: 'GetBucketNotification', put: 'PutBucketNotification' },
  absent: { document: {} },
  accept: (call, tree) => {
    const lists = Object.entries(destinations).map(([list, destination]) => [
      list,
      listOf(tree[list]).map((one) => settled(call, elementOf(one), destination)),
    ]);
    const bridge = tree['EventBridgeConfiguration'];
    const settledTree = {
      ...Object.fromEntries(lists.filter(([, configurations]) => configurations?.length !== 0)),
      ...(bridge === undefined ? {} : { EventBridgeConfiguration: bridge }),
    };
    return Object.keys(settledTree).length === 0 ? undefined : settledTree;
  },
  show: (document) => document,
});

function settled(call: BucketCall, one: XmlElement, destination: string): XmlElement {
  const arn = textOf(one[destination]) ?? '';
  if (listOf(one['Event']).length === 0) throw malformedXml();
  if (!/^arn:[^:]+:(sns|sqs|lambda):[^:]+:\d{12}:.+$/.test(arn))
    throw invalidArgument('The ARN is not well formed');
  const { Filter, ...rest } = one;
  return {
    ...rest,
    Id: textOf(one['Id']) || freshId(call.world),
    ...(Filter === undefined ? {} : { Filter: capitalised(elementOf(Filter)) }),
  };
}

// S3 answers `Prefix` and `Suffix`, whatever case was sent.
function capitalised(filter: XmlElement): XmlElement {
  const rules = listOf(elementOf(filter['S3Key'])['FilterRule']).map((node) => {
    const rule = elementOf(node);
    const name = (textOf(rule['Name']) ?? '').toLowerCase();
    if (name !== 'prefix' && name !== 'suffix')
      throw invalidArgument('filter rule name must be either prefix or suffix');
    return { Name: name === 'prefix' ? 'Prefix' : 'Suffix', Value: textOf(rule['Value']) ?? '' };
  });
  return { S3Key: { FilterRule: rules } };
}
