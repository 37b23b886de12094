import type { JsonObject } from '../domain/json.js';

const id = {
  type: 'string',
  pattern: '^[a-z0-9][a-z0-9.-]{0,99}$',
  description: 'Unique in the file: lower-case letters, digits, dots and hyphens.',
} as const;
const why = {
  type: 'string',
  minLength: 10,
  maxLength: 500,
  description: 'One sentence for people.',
} as const;

const list = (title: string, description: string, items: JsonObject): JsonObject => ({
  $schema: 'http://json-schema.org/draft-07/schema#',
  title,
  description,
  type: 'array',
  maxItems: 100,
  items,
});

/** The JSON Schema (draft-07) of `_actors.yaml`. */
export const actorSchema = (aspectNames: readonly string[]): JsonObject =>
  list(
    'Snapback actor rules',
    'Actors that are given time, or only told of, as long as nothing is exposed and every event since the last good look names such an actor. Who did it is a claim, so the next scan judges without these rules. The first that matches counts.',
    {
      type: 'object',
      additionalProperties: false,
      required: ['id', 'answer', 'why'],
      anyOf: [{ required: ['roles'] }, { required: ['invokedBy'] }],
      properties: {
        id,
        roles: {
          type: 'array',
          minItems: 1,
          maxItems: 100,
          description:
            'Role ARNs with their account; * and ? stand for any characters in the path and the name.',
          items: { type: 'string', pattern: '^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/*?-]+$' },
        },
        invokedBy: {
          type: 'array',
          minItems: 1,
          maxItems: 20,
          description: 'The services through which the call came. With roles, both must be so.',
          items: { type: 'string', pattern: '^[a-z0-9-]+(\\.[a-z0-9-]+)*\\.amazonaws\\.com(\\.cn)?$' },
        },
        aspects: {
          type: 'array',
          minItems: 1,
          uniqueItems: true,
          description: 'The aspects that the rule is for; all if missing.',
          items: { enum: [...aspectNames] },
        },
        answer: {
          enum: ['grace', 'alert'],
          description:
            'grace: wait as long as the setting grace says, look again, and repair what is still wrong. alert: tell people, and leave the repair to the next scan.',
        },
        why,
      },
    },
  );

/** The JSON Schema (draft-07) of `_sequences.yaml`. */
export const sequenceSchema: JsonObject = list(
  'Snapback attack sequences',
  'Different things wrong by one actor within a time: one case, critical, without any grace, told of once.',
  {
    type: 'object',
    additionalProperties: false,
    required: ['id', 'title', 'policies', 'aspects', 'withinMinutes', 'why'],
    properties: {
      id,
      title: { type: 'string', minLength: 5, maxLength: 80, description: 'What people call it.' },
      policies: {
        type: 'array',
        minItems: 2,
        maxItems: 200,
        uniqueItems: true,
        description: 'Ids of the remediation policies whose incidents count.',
        items: { type: 'string' },
      },
      aspects: {
        type: 'integer',
        minimum: 2,
        maximum: 20,
        description: 'How many different aspects make a case.',
      },
      withinMinutes: {
        type: 'integer',
        minimum: 1,
        maximum: 1440,
        description: 'How far apart they may be.',
      },
      why,
    },
  },
);
