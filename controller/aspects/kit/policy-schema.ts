import type { JsonObject } from '../../domain/json.js';
import { rulesSchema } from './rules/schema.js';

const texts: JsonObject = {
  anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' }, minItems: 1 }],
};
const scalar: JsonObject = { anyOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }] };

const principal: JsonObject = {
  description: '"*", or names by kind. Account ids are texts: put them in quotes.',
  anyOf: [
    { type: 'string', const: '*' },
    {
      type: 'object',
      additionalProperties: false,
      minProperties: 1,
      properties: { AWS: texts, Service: texts, Federated: texts, CanonicalUser: texts },
    },
  ],
};

/** The element or its negation, one of them. */
const eitherOf = (name: string): JsonObject => ({
  if: { required: [`Not${name}`] },
  // biome-ignore lint/suspicious/noThenProperty: the word is JSON Schema's, and nobody awaits a schema.
  then: { description: `Give ${name} or Not${name}, not both.`, not: { required: [name] } },
  else: { required: [name] },
});

const statement: JsonObject = {
  type: 'object',
  required: ['Effect'],
  additionalProperties: false,
  properties: {
    Sid: { type: 'string' },
    Effect: { type: 'string', enum: ['Allow', 'Deny'] },
    Principal: principal,
    NotPrincipal: principal,
    Action: texts,
    NotAction: texts,
    Resource: texts,
    NotResource: texts,
    Condition: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        additionalProperties: { anyOf: [scalar, { type: 'array', items: scalar, minItems: 1 }] },
      },
    },
  },
  allOf: [eitherOf('Principal'), eitherOf('Action'), eitherOf('Resource')],
};

/** A bucket policy as S3 takes it (S3 User Guide, "Policies and permissions in Amazon S3"). */
export const policyDocumentSchema: JsonObject = {
  type: 'object',
  required: ['Statement'],
  additionalProperties: false,
  properties: {
    Version: { type: 'string', enum: ['2012-10-17', '2008-10-17'] },
    Id: { type: 'string' },
    Statement: { anyOf: [statement, { type: 'array', items: statement, minItems: 1 }] },
  },
};

/** The whole policy, or rules for it. */
export const policySchema: JsonObject = {
  type: 'object',
  description:
    'The bucket policy, in the words of S3; or { rules: {...} }, what must not and what must be in it. To demand that there is none, write `absent`.',
  if: { required: ['rules'] },
  // biome-ignore lint/suspicious/noThenProperty: the word is JSON Schema's, and nobody awaits a schema.
  then: rulesSchema(statement),
  else: policyDocumentSchema,
};
