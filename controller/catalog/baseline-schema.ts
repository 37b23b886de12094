import type { Aspect } from '../aspects/kit/aspect.js';
import { waivables } from '../domain/baseline.js';
import { isObject, type Json, type JsonObject } from '../domain/json.js';
import { modes } from '../domain/response.js';
import { variables } from './variables.js';

const label = { type: 'string', minLength: 1, maxLength: 200 } as const;
const name = {
  type: 'string',
  pattern: '^[a-z0-9][a-z0-9-]{0,62}$',
} as const;

const holdsVariable = { type: 'string', pattern: `\\$\\{(?:${variables.join('|')})\\}` } as const;

/**
 * A text with a pattern or a greatest length may hold variables instead, which are filled in per target; pattern
 * and length are tried on the filled-in text when the baseline is proved reachable.
 */
function withVariables(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(withVariables);
  if (!isObject(schema)) return schema;
  const members = schema as JsonObject;
  const isConfined = typeof members['pattern'] === 'string' || typeof members['maxLength'] === 'number';
  if (isConfined)
    // biome-ignore lint/suspicious/noThenProperty: the word is JSON Schema's, and nobody awaits a schema.
    return { ...described(members), if: holdsVariable, then: { type: 'string' }, else: members };
  return Object.fromEntries(
    Object.entries(members).map(([key, value]) => [
      key,
      key === 'propertyNames' ? value : withVariables(value),
    ]),
  );
}

const described = ({ description }: JsonObject): JsonObject =>
  description === undefined ? {} : { description };

/** What may stand under the name of an aspect: its value, or `absent` where S3 lets it be absent. */
function demandOf(aspect: Aspect): JsonObject {
  const schema = withVariables(aspect.schema) as JsonObject;
  const description = typeof schema['description'] === 'string' ? schema['description'] : aspect.name;
  if (!aspect.absence.declarable) return { ...schema, description };
  return {
    description: `${description} Or absent: it must not exist.`,
    if: { const: 'absent' },
    // biome-ignore lint/suspicious/noThenProperty: the word is JSON Schema's, and nobody awaits a schema.
    then: { type: 'string' },
    else: schema,
  };
}

/** The JSON Schema (draft-07) of one baseline document, composed from the aspects: what editors show is what is enforced. */
export const baselineSchema = (aspects: readonly Aspect[]): JsonObject => ({
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Snapback baseline',
  description: 'What must be, for the buckets or accounts that it selects.',
  type: 'object',
  additionalProperties: false,
  required: ['name'],
  properties: {
    name: {
      ...name,
      description: 'Unique in the catalogue: lower-case letters, digits and hyphens, such as private-data.',
    },
    extends: {
      ...name,
      description:
        'The name of the baseline underneath. An aspect that is named here replaces the one below as a whole; tags merge by key. The selection is not inherited.',
    },
    select: {
      type: 'object',
      description: 'Which targets. Without it the baseline is a layer for others to extend.',
      additionalProperties: false,
      minProperties: 1,
      properties: {
        buckets: {
          type: 'array',
          description:
            "Bucket names with * and ?; one that begins with ! excludes: ['data-*', '!data-public-*'].",
          minItems: 1,
          maxItems: 1000,
          items: {
            type: 'string',
            pattern: '^!?[a-z0-9.*?-]{1,63}$',
            description: 'Lower-case letters, digits, dots, hyphens, * and ?; ! in front excludes.',
          },
        },
        default: {
          const: true,
          description:
            'Instead of buckets: this baseline is for whatever bucket no other one selects, within accounts and regions if they are given. A baseline that might yet select by tags is asked first.',
        },
        accounts: {
          type: 'array',
          description: 'Account ids, in quotes. Without it: every enrolled account.',
          minItems: 1,
          maxItems: 1000,
          items: {
            type: 'string',
            pattern: '^[0-9]{12}$',
            description: "Twelve digits in quotes, such as '111122223333'.",
          },
        },
        regions: {
          type: 'array',
          description: "Regions with * and ?, such as ['eu-*', '!eu-south-2']. Without it: every region.",
          minItems: 1,
          maxItems: 100,
          items: {
            type: 'string',
            pattern: '^!?[a-z0-9*?-]{1,30}$',
            description: 'A region or a glob of regions, such as eu-*.',
          },
        },
        tags: {
          type: 'object',
          description:
            'Tags that a bucket must have, all of them, beside what the lists say: { classification: confidential }. Who takes such a tag away does not take the bucket out of its baseline.',
          minProperties: 1,
          maxProperties: 50,
          propertyNames: {
            type: 'string',
            pattern: '^[\\p{L}\\p{Z}\\p{N}_.:/=+@-]{1,128}$',
            description: 'Letters, digits, spaces and _.:/=+-@, at most 128.',
          },
          additionalProperties: {
            type: 'string',
            pattern: '^[\\p{L}\\p{Z}\\p{N}_.:/=+@-]{0,256}$',
            description: 'Letters, digits, spaces and _.:/=+-@, at most 256.',
          },
        },
      },
    },
    mode: {
      enum: [...modes],
      description: "Can only be milder than the controller's own mode: dry-run holds these targets back.",
    },
    recreate: {
      enum: ['never', 'hold-name'],
      description:
        'Whether a bucket that was deleted is created again, empty and closed, to keep strangers from taking its name: never, the default, or hold-name. Its objects do not come back.',
    },
    waivable: {
      type: 'array',
      uniqueItems: true,
      items: { enum: [...waivables] },
      description:
        'What waivers may cover beside the rest. exposure: a state by which the world gets in. Nothing, the default, holds them to what lets nobody in. Where several baselines select a target, all of them have to say it.',
    },
    environment: { ...label, description: 'For the evidence, such as production.' },
    owner: { ...label, description: 'For the evidence: the team that answers for these targets.' },
    contact: { ...label, description: 'For the evidence: where to reach the owner.' },
    aspects: {
      type: 'object',
      description: `What must be, aspect by aspect. An aspect that is not named is unmanaged and never written. Strings may use ${variables.map((name) => `\${${name}}`).join(', ')}.`,
      additionalProperties: false,
      minProperties: 1,
      properties: Object.fromEntries(aspects.map((aspect) => [aspect.name, demandOf(aspect)])),
    },
    reopen: {
      type: 'object',
      description:
        'Whether a repair that opens needs a human (propose, the default) or not (auto), aspect by aspect.',
      additionalProperties: false,
      properties: Object.fromEntries(aspects.map(({ name }) => [name, { enum: ['propose', 'auto'] }])),
    },
  },
});
