import { aspects } from '../aspects/index.js';
import { actorSchema, sequenceSchema } from './actor-schema.js';
import { baselineSchema } from './baseline-schema.js';
import { policySchema } from './policy-schema.js';
import { waiverSchema } from './waiver-schema.js';

/** The JSON Schemas that are published for editors: where they lie, and their text. */
export const schemaFiles = (): readonly { readonly path: string; readonly text: string }[] => [
  { path: 'docs/schema/baseline.schema.json', text: textOf(baselineSchema(aspects)) },
  { path: 'docs/schema/actors.schema.json', text: textOf(actorSchema(aspects.map(({ name }) => name))) },
  { path: 'docs/schema/sequences.schema.json', text: textOf(sequenceSchema) },
  { path: 'docs/schema/policies.schema.json', text: textOf(policySchema(aspects.map(({ name }) => name))) },
  { path: 'docs/schema/waivers.schema.json', text: textOf(waiverSchema(aspects.map(({ name }) => name))) },
];

const textOf = (schema: object): string => `${JSON.stringify(schema, undefined, 2)}\n`;
