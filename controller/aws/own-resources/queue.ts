import { GetQueueAttributesCommand, GetQueueUrlCommand, type QueueAttributeName } from '@aws-sdk/client-sqs';
import type { OwnKind } from './place.js';
import { documentIn, settled } from './settled.js';

// SQS API Reference, GetQueueAttributes. Not among them: the counts, and when anybody last changed something. The time
// of its creation tells a queue from one that was made anew, without its messages.
const kept: readonly QueueAttributeName[] = [
  'CreatedTimestamp',
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'DelaySeconds',
  'FifoQueue',
  'FifoThroughputLimit',
  'KmsDataKeyReusePeriodSeconds',
  'KmsMasterKeyId',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'Policy',
  'ReceiveMessageWaitTimeSeconds',
  'RedriveAllowPolicy',
  'RedrivePolicy',
  'SqsManagedSseEnabled',
  'VisibilityTimeout',
];
const documents: ReadonlySet<string> = new Set(['Policy', 'RedriveAllowPolicy', 'RedrivePolicy']);

/** A queue works as long as it is there. */
export const queue: OwnKind = {
  absent: new Set(['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue']),
  async read({ name, account }, { sqs }, ask) {
    const named = { QueueName: name, QueueOwnerAWSAccountId: account };
    const { QueueUrl } = await ask((options) => sqs.send(new GetQueueUrlCommand(named), options));
    // All are asked for: an attribute that a partition does not have yet would be refused by its name.
    const asked = { QueueUrl, AttributeNames: ['All' as const] };
    const { Attributes: all = {} } = await ask((options) =>
      sqs.send(new GetQueueAttributesCommand(asked), options),
    );
    const attributes = kept.map(
      (key) => [key, documents.has(key) ? documentIn(all[key]) : all[key]] as const,
    );
    return { works: true, settings: settled(Object.fromEntries(attributes)) };
  },
};
