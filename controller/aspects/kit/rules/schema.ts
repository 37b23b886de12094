import type { JsonObject } from '../../../domain/json.js';
import { forbiddable } from './rules.js';
import { templateNames } from './templates.js';

/** Rules for a bucket policy, in the place of the document itself; `statement` is the schema of one statement. */
export const rulesSchema = (statement: JsonObject): JsonObject => ({
  type: 'object',
  required: ['rules'],
  additionalProperties: false,
  properties: {
    rules: {
      type: 'object',
      description:
        'What must not be in the policy and what must; the rest of it belongs to the owner of the bucket.',
      additionalProperties: false,
      minProperties: 1,
      properties: {
        forbid: {
          type: 'array',
          description:
            'public: what S3 calls public. externalAccounts: letting in anybody outside the account but those listed. aclWrite: letting anybody change ACLs, the policy or Block Public Access; externalAclWrite: letting anybody outside do it.',
          minItems: 1,
          uniqueItems: true,
          items: { enum: [...forbiddable] },
        },
        externalAccounts: {
          type: 'array',
          description: 'Who besides the account may be let in, where forbid names externalAccounts.',
          minItems: 1,
          uniqueItems: true,
          items: {
            type: 'string',
            pattern:
              '^([0-9]{12}|org:o-[a-z0-9]{10,32}|oai:E[A-Z0-9]+|[0-9a-f]{64}|[0-9a-f]{96}|userid:A[A-Z0-9]+|network:[^*?]+)$',
            description:
              "An account id in quotes ('444455556666'), org:o-..., oai:E... (a CloudFront identity), a canonical user id, userid:AIDA..., or network:vpce-... (whoever comes from there).",
          },
        },
        require: {
          type: 'array',
          description:
            'Statements that must be there, in whatever words: { template: tlsOnly }, or { statement: {...} } in the words of S3.',
          minItems: 1,
          items: {
            type: 'object',
            additionalProperties: false,
            minProperties: 1,
            maxProperties: 1,
            properties: {
              template: {
                enum: [...templateNames],
                description: 'tlsOnly: deny what comes without TLS. tls12: deny TLS older than 1.2.',
              },
              statement,
            },
          },
        },
        restoreDeleted: {
          type: 'boolean',
          description:
            'Whether a policy comes back that is deleted, or that has lost every Allow (or everything) of its owner: as it was when two looks an hour apart had found it good, and as the rules of today let it. Without it, that is left alone.',
        },
      },
    },
  },
});
