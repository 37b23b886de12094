import type { JsonObject } from '../../domain/json.js';

/** Elements of S3's reply to GetBucketWebsite. */
export const websiteElements = [
  'WebsiteConfiguration',
  'IndexDocument',
  'Suffix',
  'ErrorDocument',
  'Key',
  'RedirectAllRequestsTo',
  'HostName',
  'Protocol',
  'RoutingRules',
  'RoutingRule',
  'Condition',
  'HttpErrorCodeReturnedEquals',
  'KeyPrefixEquals',
  'Redirect',
  'HttpRedirectCode',
  'ReplaceKeyPrefixWith',
  'ReplaceKeyWith',
];

const members = (description: string, properties: JsonObject, more: JsonObject = {}): JsonObject => ({
  type: 'object',
  description,
  additionalProperties: false,
  properties,
  ...more,
});
const text = (description: string, minLength = 1): JsonObject => ({ type: 'string', minLength, description });

const protocol: JsonObject = {
  enum: ['http', 'https'],
  description: 'Without it: as the request came.',
};
const routingRule = members(
  'Which requests go elsewhere, and where to. The first rule that fits decides.',
  {
    Condition: members(
      'Which requests: without it, all.',
      {
        HttpErrorCodeReturnedEquals: {
          type: 'string',
          pattern: '^[45][0-9]{2}$',
          description: "Those that would end in this error, such as '404'.",
        },
        KeyPrefixEquals: text('Those for names that begin so.'),
      },
      { minProperties: 1 },
    ),
    Redirect: members(
      'Where to, such as { HostName: www.example.com }.',
      {
        HostName: text('Another host.'),
        HttpRedirectCode: {
          type: 'string',
          pattern: '^3(0[1-9]|[1-9][0-9])$',
          description: "The status of the answer, such as '301'.",
        },
        Protocol: protocol,
        ReplaceKeyPrefixWith: text('Instead of what KeyPrefixEquals names.', 0),
        ReplaceKeyWith: text('Instead of the whole name.'),
      },
      { minProperties: 1 },
    ),
  },
  { required: ['Redirect'] },
);

/** What a baseline may say about the website: S3's WebsiteConfiguration. */
export const websiteSchema = members(
  'How the bucket answers as a website, such as { IndexDocument: { Suffix: index.html } }.',
  {
    IndexDocument: members(
      'What a request for a folder gets.',
      {
        Suffix: {
          type: 'string',
          pattern: '^[^/]+$',
          description: 'The name of the page in each folder, without a slash: index.html.',
        },
      },
      { required: ['Suffix'] },
    ),
    ErrorDocument: members(
      'What a request that fails gets.',
      { Key: text('The name of the object.') },
      { required: ['Key'] },
    ),
    RedirectAllRequestsTo: members(
      'Sends every request to another host; nothing else may stand beside it.',
      { HostName: text('The host.'), Protocol: protocol },
      { required: ['HostName'] },
    ),
    RoutingRules: {
      type: 'array',
      minItems: 1,
      maxItems: 50,
      items: routingRule,
      description: 'Which requests go elsewhere, in the order in which S3 tries them.',
    },
  },
  { minProperties: 1 },
);
