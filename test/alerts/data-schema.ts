const text = { type: 'string', minLength: 1 } as const;

const callNamed = (pattern: string) =>
  ({
    type: 'object',
    minProperties: 1,
    maxProperties: 1,
    propertyNames: { pattern },
    additionalProperties: { type: 'object' },
  }) as const;

/** One call: a single member, the operation, with its input. `s3control:` goes before what is S3 Control's. */
const call = callNamed('^(s3control:)?(Put|Delete|Create|Tag|Untag|Update)[A-Za-z]+$');

/** One call to another service, which tells CloudTrail of it in its own words. */
const elsewhere = callNamed('^(cloudtrail|dynamodb|events|iam|sqs):[A-Z][A-Za-z]+$');

const read = {
  type: 'object',
  additionalProperties: false,
  required: ['read'],
  properties: {
    read: { type: 'string', pattern: '^(s3control:)?(Get|Head|List)[A-Za-z]+$' },
    with: { type: 'object', minProperties: 1 },
    gives: { type: 'object' },
    fails: text,
  },
  oneOf: [{ required: ['gives'] }, { required: ['fails'] }],
} as const;

const incident = {
  type: 'object',
  additionalProperties: false,
  required: ['aspect', 'policy', 'severity', 'outcome'],
  properties: {
    aspect: text,
    policy: text,
    severity: { enum: ['low', 'medium', 'high', 'critical'] },
    outcome: { enum: ['reverted', 'proposed', 'alerted', 'escalated', 'gone'] },
  },
} as const;

const shared = {
  it: text,
  on: { enum: ['bucket', 'account'] },
  baseline: { anyOf: [{ type: 'object', required: ['aspects'] }, { const: 'none' }] },
  state: { type: 'array', minItems: 1, items: call },
  by: { enum: ['contractor', 'root'] },
  change: { type: 'array', minItems: 1, items: { anyOf: [call, elsewhere] } },
  end: { type: 'array', minItems: 1, items: read },
  permits: { type: 'array', minItems: 1, items: text },
} as const;

const drift = {
  type: 'object',
  additionalProperties: false,
  required: ['it', 'change', 'incidents', 'writes'],
  properties: {
    ...shared,
    traceless: { const: true },
    incidents: { type: 'array', minItems: 1, items: incident },
    writes: { type: 'array', items: text },
  },
} as const;

const benign = {
  type: 'object',
  additionalProperties: false,
  required: ['it', 'change'],
  properties: { ...shared, refused: text },
} as const;

/** What a file of `data/` may hold. Nothing that it does not know is passed over, and nothing may assert nothing. */
export const dataSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['alert', 'name', 'events', 'drifts', 'benign'],
  properties: {
    alert: { anyOf: [{ type: 'integer', minimum: 1 }, text] },
    name: text,
    events: { type: 'array', minItems: 1, uniqueItems: true, items: text },
    baseline: shared.baseline,
    own: { type: 'string', pattern: '^arn:' },
    drifts: { type: 'array', minItems: 1, items: drift },
    benign: { type: 'array', minItems: 1, items: benign },
  },
} as const;
