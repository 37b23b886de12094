import type { JsonObject } from '../domain/json.js';

/** The JSON Schema (draft-07) of `_waivers.yaml` and `*.waivers.yaml`. */
export const waiverSchema = (aspectNames: readonly string[]): JsonObject => ({
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Snapback waivers',
  description:
    'Exemptions: one aspect of one bucket or account may be in one state, other than declared, until a moment. Any other state is drift, and so is this one from that moment on.',
  type: 'array',
  maxItems: 1000,
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['id', 'account', 'aspect', 'state', 'reason', 'owner', 'expires'],
    properties: {
      id: {
        type: 'string',
        pattern: '^[a-z0-9][a-z0-9.-]{0,99}$',
        description: 'Unique in all files: lower-case letters, digits, dots and hyphens.',
      },
      account: {
        type: 'string',
        pattern: '^[0-9]{12}$',
        description: "Twelve digits in quotes, such as '111122223333'.",
      },
      bucket: {
        type: 'string',
        pattern: '^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$',
        description: 'The name of one bucket. Without it the waiver is for the account itself.',
      },
      aspect: { enum: [...aspectNames], description: 'The aspect that may be other than declared.' },
      state: {
        type: 'string',
        pattern: '^[0-9a-f]{64}$',
        description: 'The state that may be, as `snapback incident` prints it.',
      },
      reason: {
        type: 'string',
        pattern: '^[^\\p{Cc}\\p{Zl}\\p{Zp}\\p{Bidi_Control}]+$',
        minLength: 10,
        maxLength: 500,
        description: 'One sentence for people: why this state may be.',
      },
      owner: {
        type: 'string',
        pattern: '^[^\\p{Cc}\\p{Zl}\\p{Zp}\\p{Bidi_Control}]+$',
        minLength: 1,
        maxLength: 200,
        description: 'Who answers for it: a person or a team.',
      },
      expires: {
        type: 'string',
        pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$',
        description:
          'From this moment on it covers nothing: 2026-12-31T18:00:00Z, at most a year (366 days) ahead.',
      },
    },
  },
});
