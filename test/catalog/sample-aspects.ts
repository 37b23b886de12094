import { type Aspect, defineAspect } from '../../controller/aspects/kit/aspect.js';
import type { JsonObject } from '../../controller/domain/json.js';

const sample = (
  name: string,
  schema: JsonObject,
  more: Partial<Pick<Aspect<string, JsonObject>, 'scope' | 'unreachable'>> & { declarable?: boolean } = {},
): Aspect => {
  const { declarable = false, ...rest } = more;
  return defineAspect<string, JsonObject>({
    name,
    scope: 'bucket',
    events: [],
    iam: { read: [], write: [] },
    needs: [],
    owns: [],
    absence: { codes: [], declarable },
    schema,
    elements: [],
    read: async () => ({}),
    canonical: (state) => state,
    write: () => [],
    ...rest,
  }) as Aspect;
};

const switches = { open: { type: 'boolean', default: false }, loud: { type: 'boolean', default: true } };

/** A registry of our own: a door with defaults, a sign that may be absent, a lock with a pattern, tags, and a gate of the account. */
export const sampleAspects: readonly Aspect[] = [
  sample('door', { type: 'object', additionalProperties: false, properties: switches }),
  sample(
    'sign',
    {
      type: 'object',
      description: 'What is written on the door.',
      required: ['text'],
      additionalProperties: false,
      properties: {
        text: { type: 'string', maxLength: 40 },
        colour: { enum: ['red', 'green', 'blue'] },
        lines: { type: 'array', items: { type: 'string' } },
      },
    },
    {
      declarable: true,
      unreachable: (_, wanted) => {
        const door = wanted.get('door');
        return door?.kind === 'value' && (door.value as JsonObject)['open'] === true
          ? 'no sign can hang on an open door. Declare door { open: false }.'
          : undefined;
      },
    },
  ),
  sample('lock', {
    type: 'object',
    required: ['key'],
    additionalProperties: false,
    properties: { key: { type: 'string', pattern: '^key-[a-z]+-1$', description: 'A key of the house.' } },
  }),
  sample('material', {
    anyOf: [
      {
        type: 'object',
        required: ['wood'],
        additionalProperties: false,
        properties: { wood: { enum: ['oak', 'pine'] } },
      },
      {
        type: 'object',
        required: ['metals'],
        additionalProperties: false,
        properties: { metals: { type: 'array', items: { enum: ['iron', 'steel'] } } },
      },
    ],
  }),
  sample('tagging', { type: 'object', additionalProperties: { type: 'string' } }),
  sample(
    'gate',
    { type: 'object', additionalProperties: false, properties: { keeper: { type: 'string' } } },
    { scope: 'account' },
  ),
];
