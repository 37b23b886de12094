import type { JsonObject } from '../domain/json.js';
import { responses, severities } from '../domain/response.js';

/** In what way desired and live disagree: both have a value, only the baseline, only S3, or whichever. */
export const changes = ['modified', 'removed', 'added', 'any'] as const;
export type Change = (typeof changes)[number];

/** Names every aspect; for the last word alone. */
export const everyAspect = '*';

/** The JSON Schema (draft-07) of one file of remediation policies. */
export const policySchema = (aspectNames: readonly string[]): JsonObject => ({
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Snapback remediation policies',
  description:
    'What to do about a difference. The first entry that matches decides, files in the order of their names.',
  type: 'array',
  minItems: 1,
  maxItems: 1000,
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['id', 'aspect', 'severity', 'response', 'why'],
    properties: {
      id: {
        type: 'string',
        pattern: '^[a-z0-9][a-z0-9.-]{0,99}$',
        description:
          'Unique in the catalogue: lower-case letters, digits, dots and hyphens, such as versioning.suspended.',
      },
      aspect: {
        enum: [...aspectNames, everyAspect],
        description: `The aspect that differs; '${everyAspect}' only in _default.yaml.`,
      },
      change: {
        enum: [...changes],
        default: 'any',
        description:
          'modified: another value is live. removed: a value is declared and nothing is live. added: absent is declared and something is live.',
      },
      when: {
        type: ['object', 'boolean'],
        description:
          'A JSON Schema (draft-07) that the live state must satisfy; where nothing is configured it never holds. Name members in required too, or states without them match.',
      },
      severity: { enum: [...severities], description: 'How bad it is, for people and for figures.' },
      techniques: {
        type: 'array',
        default: [],
        maxItems: 20,
        description: 'MITRE ATT&CK technique ids that such a change may be part of.',
        items: {
          type: 'string',
          pattern: '^T[0-9]{4}(\\.[0-9]{3})?$',
          description: 'Such as T1530 or T1485.001.',
        },
      },
      response: {
        enum: [...responses],
        description:
          'ignore, alert, propose or revert; what is done is never stronger than mode, baseline and waiver allow.',
      },
      why: {
        type: 'string',
        minLength: 10,
        maxLength: 500,
        description: 'One sentence: what such a change makes possible.',
      },
    },
  },
});
