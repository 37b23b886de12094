import type { JsonObject } from '../domain/json.js';
import { asJson } from './kit/as-json.js';
import { defineAspect } from './kit/aspect.js';
import { readBucket } from './kit/calls.js';
import { replace } from './kit/replace.js';
import { textSet } from './kit/text-set.js';

type CorsRule = {
  /** A name without effect. */
  readonly ID?: string;
  readonly AllowedMethods: readonly string[];
  readonly AllowedOrigins: readonly string[];
  readonly AllowedHeaders?: readonly string[];
  readonly ExposeHeaders?: readonly string[];
  readonly MaxAgeSeconds?: number;
};

const texts = (description: string, pattern: string, least = 0): JsonObject => ({
  type: 'array',
  minItems: least,
  items: { type: 'string', pattern, description },
  description,
});
// S3 API Reference, CORSRule: at most one wildcard in an origin or an allowed header, none in an exposed one.
const oneStar = '^[^*]*\\*?[^*]*$';
const header = '^[^*\\s]*\\*?[^*\\s]*$';

/**
 * Scripts of which sites a browser lets read from the bucket. It gives nobody rights of their own: whoever gets in, gets
 * in by policy or ACL (S3 User Guide, "Using cross-origin resource sharing").
 */
export const cors = defineAspect<'cors', readonly CorsRule[]>({
  name: 'cors',
  scope: 'bucket',
  events: ['PutBucketCors', 'DeleteBucketCors'],
  marker: 'cors',
  iam: { read: ['s3:GetBucketCORS'], write: ['s3:PutBucketCORS'] },
  needs: [],
  owns: [],
  absence: { codes: ['NoSuchCORSConfiguration'], declarable: true },
  schema: {
    type: 'array',
    description:
      'All CORS rules in the order in which S3 tries them; a rule that is not here must not be there.',
    minItems: 1,
    maxItems: 100,
    items: {
      type: 'object',
      description: 'One rule, such as { AllowedMethods: [GET], AllowedOrigins: [https://app.example.com] }.',
      additionalProperties: false,
      required: ['AllowedMethods', 'AllowedOrigins'],
      properties: {
        ID: {
          type: 'string',
          maxLength: 255,
          description: 'A name for people. S3 and Snapback do not judge by it.',
        },
        AllowedMethods: {
          type: 'array',
          minItems: 1,
          items: { enum: ['GET', 'PUT', 'POST', 'DELETE', 'HEAD'] },
          description: 'What the scripts may ask for.',
        },
        AllowedOrigins: texts(
          'Where the scripts come from, with at most one * each; * alone is every site.',
          oneStar,
          1,
        ),
        AllowedHeaders: texts('Headers that the scripts may send, with at most one * each.', header),
        ExposeHeaders: texts('Headers of the answer that the scripts may see, without *.', '^[^*\\s]+$'),
        MaxAgeSeconds: {
          type: 'integer',
          minimum: 0,
          description: 'For how long a browser may keep the answer to its preflight question.',
        },
      },
    },
  },
  elements: [
    'CORSConfiguration',
    'CORSRule',
    'ID',
    'AllowedMethod',
    'AllowedOrigin',
    'AllowedHeader',
    'ExposeHeader',
    'MaxAgeSeconds',
  ],
  prevention: 'Deny s3:PutBucketCORS in a service control policy for everybody but the role that manages it.',

  async read(reader) {
    const { CORSRules: rules = [] } = await readBucket(reader, 'GetBucketCors');
    return rules.length === 0 ? {} : { state: asJson(rules) as unknown as readonly CorsRule[] };
  },

  // The first rule that fits decides, so their order is part of the value.
  canonical: (rules) => ({ CORSRules: rules.map(canonicalRule) }),

  write({ target, desired }) {
    if (desired === undefined) return [];
    if (desired.kind === 'absent')
      return [replace(target, 'cors', 'delete', 'restore', desired, 'DeleteBucketCors')];
    return [
      replace(target, 'cors', 'put', 'restore', desired, 'PutBucketCors', {
        CORSConfiguration: { CORSRules: desired.value },
      }),
    ];
  },
});

/** Methods, origins and headers are sets, and headers have no case (RFC 9110, section 5.1). */
function canonicalRule(rule: CorsRule): JsonObject {
  const { ID: _, AllowedMethods, AllowedOrigins, AllowedHeaders, ExposeHeaders, ...rest } = rule;
  return {
    ...rest,
    AllowedMethods: textSet(AllowedMethods),
    AllowedOrigins: textSet(AllowedOrigins),
    AllowedHeaders: headerSet(AllowedHeaders),
    ExposeHeaders: headerSet(ExposeHeaders),
  };
}

const headerSet = (names: readonly string[] = []): readonly string[] =>
  textSet(names.map((name) => name.toLowerCase()));
