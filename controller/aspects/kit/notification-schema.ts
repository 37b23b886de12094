import type { JsonObject } from '../../domain/json.js';

const listOf = (member: string, service: string, description: string): JsonObject => ({
  type: 'array',
  description,
  minItems: 1,
  maxItems: 100,
  items: {
    type: 'object',
    additionalProperties: false,
    required: [member, 'Events'],
    properties: {
      Id: { type: 'string', minLength: 1, maxLength: 255, description: 'Without it S3 gives one.' },
      [member]: {
        type: 'string',
        pattern: `^arn:[a-z-]+:${service}:[a-z0-9-]+:[0-9]{12}:.+$`,
        description: 'The ARN of where to; its policy must let s3.amazonaws.com in.',
      },
      Events: {
        type: 'array',
        minItems: 1,
        description: "Such as ['s3:ObjectCreated:*'].",
        items: { type: 'string', pattern: '^s3:[A-Za-z]+(:([A-Za-z]+|\\*))?$' },
      },
      Filter: {
        type: 'object',
        description: 'Which names: { Key: { FilterRules: [{ Name: prefix, Value: in/ }] } }.',
        additionalProperties: false,
        required: ['Key'],
        properties: {
          Key: {
            type: 'object',
            additionalProperties: false,
            required: ['FilterRules'],
            properties: {
              FilterRules: {
                type: 'array',
                minItems: 1,
                maxItems: 2,
                items: {
                  type: 'object',
                  additionalProperties: false,
                  required: ['Name', 'Value'],
                  properties: {
                    Name: { enum: ['prefix', 'suffix', 'Prefix', 'Suffix'] },
                    Value: { type: 'string', maxLength: 1024 },
                  },
                },
              },
            },
          },
        },
      },
    },
  },
});

/** What a baseline may say about event notifications: S3's `NotificationConfiguration`. */
export const notificationSchema: JsonObject = {
  type: 'object',
  description: 'Whom S3 tells about objects; a destination that is not here must not be there.',
  additionalProperties: false,
  minProperties: 1,
  properties: {
    TopicConfigurations: listOf('TopicArn', 'sns', 'SNS topics.'),
    QueueConfigurations: listOf('QueueArn', 'sqs', 'SQS queues.'),
    LambdaFunctionConfigurations: listOf('LambdaFunctionArn', 'lambda', 'Lambda functions.'),
    EventBridgeConfiguration: {
      type: 'object',
      description: '{} sends every event to EventBridge; without it, none.',
      additionalProperties: false,
    },
  },
};

/** XML elements of S3's reply. */
export const notificationElements = [
  ...['NotificationConfiguration', 'TopicConfiguration', 'Topic', 'QueueConfiguration', 'Queue'],
  ...['CloudFunctionConfiguration', 'CloudFunction', 'EventBridgeConfiguration', 'Id', 'Event'],
  ...['Filter', 'S3Key', 'FilterRule', 'Name', 'Value'],
] as const;
