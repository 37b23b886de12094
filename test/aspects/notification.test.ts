import { describe, expect, it } from 'vitest';
import { notification } from '../../controller/aspects/notification.js';
import type { Json, JsonObject } from '../../controller/domain/json.js';
import { account, beside, bucket, partner, situationOf } from './access-situation.js';

const write = (found: Json, wanted: Json) =>
  notification.write(
    situationOf('notification', {
      found: { notification: found },
      wanted: { notification: wanted },
      repairs: ['notification'],
    }),
  );
const queue = (name: string, more: JsonObject = {}): JsonObject => ({
  Id: name,
  QueueArn: `arn:aws:sqs:eu-west-1:${account}:${name}`,
  Events: ['s3:ObjectCreated:*'],
  ...more,
});
const topic = (owner: string): JsonObject => ({
  Id: owner,
  TopicArn: `arn:aws:sns:eu-west-1:${owner}:events`,
  Events: ['s3:ObjectCreated:*'],
});
const limited = (Name: string, Value: string): JsonObject => ({
  Filter: { Key: { FilterRules: [{ Name, Value }] } },
});
const declared = { QueueConfigurations: [queue('work')], EventBridgeConfiguration: {} };

describe('event notifications', () => {
  it.each<[string, Json, Json, Json, string]>([
    ['are put where there are none', null, declared, declared, 'observe'],
    ['are put over others', { QueueConfigurations: [queue('else')] }, declared, declared, 'observe'],
    ['are switched off by an empty document', declared, null, {}, 'observe'],
    [
      'to a stranger go among the first',
      { ...declared, TopicConfigurations: [topic(partner)] },
      declared,
      declared,
      'close',
    ],
    [
      'to a stranger go among the first where none may be',
      { TopicConfigurations: [topic(partner)] },
      null,
      {},
      'close',
    ],
    [
      'to a declared stranger are put back as any other',
      { EventBridgeConfiguration: {} },
      { TopicConfigurations: [topic(partner)] },
      { TopicConfigurations: [topic(partner)] },
      'observe',
    ],
  ])(
    '%s, without asking whether each destination answers',
    (_, found, wanted, NotificationConfiguration, effect) => {
      expect(write(found, wanted)).toEqual([
        {
          id: 'notification.put',
          aspect: 'notification',
          service: 's3',
          operation: 'PutBucketNotificationConfiguration',
          input: {
            Bucket: bucket.name,
            ExpectedBucketOwner: account,
            NotificationConfiguration,
            SkipDestinationValidation: true,
          },
          effect,
          leaves: wanted === null ? { kind: 'absent' } : { kind: 'value', value: wanted },
        },
      ]);
    },
  );

  const why = (...lines: readonly JsonObject[]) =>
    notification.unreachable?.({ QueueConfigurations: lines } as never, beside({}), bucket);

  it.each<[string, readonly JsonObject[], RegExp | undefined]>([
    ['other prefixes', [queue('a', limited('prefix', 'a/')), queue('b', limited('Prefix', 'b/'))], undefined],
    ['other suffixes', [queue('a', limited('suffix', '.a')), queue('b', limited('suffix', '.b'))], undefined],
    ['other events', [queue('a'), queue('b', { Events: ['s3:ObjectRemoved:*'] })], undefined],
    ['the same objects', [queue('a'), queue('b')], /work|:a and .*:b are told of the same objects/],
    [
      'a part of the same',
      [queue('a', limited('prefix', 'in/')), queue('b', limited('prefix', 'in/x'))],
      /same objects/,
    ],
    [
      'an event of a wildcard',
      [queue('a'), queue('b', { Events: ['s3:ObjectCreated:Put'] })],
      /same objects/,
    ],
    [
      'one Id twice',
      [queue('a', limited('prefix', 'a')), { ...queue('b', limited('prefix', 'b')), Id: 'a' }],
      /two rules have the Id a/,
    ],
  ])('are an error of the baseline, or not, with %s', (_, lines, reason) => {
    const said = why(...lines);
    if (reason === undefined) expect(said).toBeUndefined();
    else expect(said).toMatch(reason);
  });
});
