import type { JsonObject } from '../../domain/json.js';
import { cannedNames, groups, permissions } from './grants.js';

const grantee: JsonObject = {
  description:
    'Either {Type: CanonicalUser, ID: ...}, where the owner may be written `owner`, or {Type: Group, URI: ...}.',
  anyOf: [
    {
      type: 'object',
      required: ['Type', 'ID'],
      additionalProperties: false,
      properties: {
        Type: { type: 'string', const: 'CanonicalUser' },
        ID: {
          type: 'string',
          pattern: '^(?:owner|[0-9a-f]{64})$',
          description: 'A canonical user id of 64 hexadecimal digits, or `owner`.',
        },
      },
    },
    {
      type: 'object',
      required: ['Type', 'URI'],
      additionalProperties: false,
      properties: {
        Type: { type: 'string', const: 'Group' },
        URI: { type: 'string', enum: Object.values(groups) },
      },
    },
  ],
};

/** A bucket ACL, canned or spelt out (S3 User Guide, "Access control list (ACL) overview"). */
export const aclSchema: JsonObject = {
  description:
    "The ACL of the bucket: {Canned: private}, or {Grants: [...]} with every grant, the owner's own too.",
  anyOf: [
    {
      type: 'object',
      required: ['Canned'],
      additionalProperties: false,
      properties: { Canned: { type: 'string', enum: cannedNames } },
    },
    {
      type: 'object',
      required: ['Grants'],
      additionalProperties: false,
      properties: {
        Grants: {
          type: 'array',
          maxItems: 100,
          items: {
            type: 'object',
            required: ['Grantee', 'Permission'],
            additionalProperties: false,
            properties: { Grantee: grantee, Permission: { type: 'string', enum: permissions } },
          },
        },
      },
    },
  ],
};
