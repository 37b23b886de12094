import type { JsonObject } from '../../domain/json.js';

const span: JsonObject = {
  Days: { type: 'integer', minimum: 1, maximum: 36500 },
  Years: { type: 'integer', minimum: 1, maximum: 100 },
};

/** What a baseline may say about object lock: S3's `ObjectLockConfiguration`, and whether a repair may lock by itself. */
export const objectLockSchema: JsonObject = {
  type: 'object',
  description: 'Object lock and what it does to new objects by default; {} for no default retention.',
  additionalProperties: false,
  properties: {
    ObjectLockEnabled: { const: 'Enabled', description: 'Says nothing more: a value is a lock.' },
    Rule: {
      type: 'object',
      additionalProperties: false,
      required: ['DefaultRetention'],
      properties: {
        DefaultRetention: {
          type: 'object',
          description: 'How long new objects cannot be deleted: { Mode: GOVERNANCE, Days: 30 }.',
          additionalProperties: false,
          minProperties: 1,
          properties: {
            Mode: {
              enum: ['GOVERNANCE', 'COMPLIANCE'],
              description: 'Under COMPLIANCE nobody deletes them before, not even the root user.',
            },
            ...span,
            DefaultEventHold: {
              type: 'object',
              description: 'How long they are held after an event.',
              additionalProperties: false,
              minProperties: 1,
              maxProperties: 1,
              properties: span,
            },
          },
        },
      },
    },
    relock: {
      enum: ['propose', 'auto'],
      description:
        'Whether a repair that locks objects harder or longer than was found needs a human (propose, the default) or not (auto): nobody can take it back for what is written meanwhile.',
    },
  },
};

/** XML elements of S3's reply. */
export const objectLockElements = [
  'ObjectLockConfiguration',
  'ObjectLockEnabled',
  'Rule',
  'DefaultRetention',
  'Mode',
  'Days',
  'Years',
  'DefaultEventHold',
] as const;
