import type { JsonObject } from '../domain/json.js';
import { responses, severities } from '../domain/response.js';
import { tactics } from '../domain/tactics.js';
import { ownResources } from '../domain/tampering.js';
import { ways } from './beyond.js';

/** In what way desired and live disagree: both have a value, only the baseline, only S3, or whichever. */
export const changes = ['modified', 'removed', 'added', 'any'] as const;
export type Change = (typeof changes)[number];

/** Names every aspect; for the last word alone. */
export const everyAspect = '*';

/** What may be wrong without being an aspect: whether a bucket is there at all, and what Snapback itself rests on. */
const otherSubjects = ['existence', ...ownResources] as const;

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
      title: {
        type: 'string',
        minLength: 5,
        maxLength: 80,
        description: 'What people call it, such as Default encryption changed; the id if missing.',
      },
      aspect: {
        enum: [...aspectNames, ...otherSubjects, everyAspect],
        description: `The aspect that differs; '${everyAspect}' only in _default.yaml.`,
      },
      change: {
        enum: [...changes],
        default: 'any',
        description:
          'modified: another value is live. removed: a value is declared and nothing is live. added: absent is declared and something is live; of existence, a new bucket that no baseline is for.',
      },
      when: {
        type: ['object', 'boolean'],
        description:
          'A JSON Schema (draft-07) that the live state must satisfy; where nothing is configured it never holds. Name members in required too, or states without them match.',
      },
      declared: {
        type: ['object', 'boolean'],
        description:
          'A JSON Schema (draft-07) that the declared value must satisfy; where absent is declared it never holds.',
      },
      beyond: {
        type: 'array',
        minItems: 1,
        uniqueItems: true,
        description:
          'In one of these ways the live state must go beyond the declared one. Of bucketPolicy and acl, what they let happen that is not declared: public, everybody gets in; externalAccounts, somebody outside the account does; aclWrite, somebody may change ACLs, the policy or Block Public Access; externalAclWrite, somebody outside may. Of accessPoints and multiRegionAccessPoints: public and externalAccounts, by the policy of a point. Of analytics, encryption, inventory, notification and replication: externalAccounts, a key or a destination of another account that the declared value does not name.',
        items: { enum: [...ways] },
      },
      severity: { enum: [...severities], description: 'How bad it is, for people and for figures.' },
      tactic: {
        enum: Object.keys(tactics),
        description: `MITRE ATT&CK tactic, what somebody who does it on purpose is after: ${Object.entries(
          tactics,
        )
          .map(([id, name]) => `${id} ${name}`)
          .join(', ')}.`,
      },
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
      controls: {
        type: 'array',
        default: [],
        maxItems: 20,
        uniqueItems: true,
        description:
          'Controls that such a change breaks: of AWS Security Hub (S3.8), of the CIS AWS Foundations Benchmark v5.0.0 (CIS-2.1.4).',
        items: {
          type: 'string',
          pattern: '^(CIS-[0-9]+(\\.[0-9]+)+|[A-Z][A-Za-z0-9]{1,30}\\.[0-9]{1,3})$',
          description: 'Such as S3.8 or CIS-2.1.4.',
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
      runbook: {
        type: 'string',
        minLength: 10,
        maxLength: 1000,
        description: 'What a human does beside what Snapback does, in full sentences.',
      },
    },
  },
});
