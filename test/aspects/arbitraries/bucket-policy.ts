import fc from 'fast-check';
import type { Json, JsonObject } from '../../../controller/domain/json.js';
import { rewritten } from './policy-spellings.js';

const someOf = (...values: readonly string[]): fc.Arbitrary<string[]> =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });

const named = fc.oneof(
  fc.record({
    AWS: someOf(
      '444455556666',
      'arn:aws:iam::111122223333:role/reader',
      'arn:aws:iam::444455556666:user/a/b',
    ),
  }),
  fc.record({ Service: someOf('logging.s3.amazonaws.com', 'cloudtrail.amazonaws.com') }),
  fc.constant<JsonObject>({ CanonicalUser: 'b8'.repeat(32) }),
);

const condition = fc.record(
  {
    StringEquals: fc.record({ 'aws:PrincipalOrgID': someOf('o-a1', 'o-b2') }),
    IpAddress: fc.record({ 'aws:SourceIp': someOf('203.0.113.0/24', '198.51.100.7/32') }),
    Bool: fc.record({ 'aws:SecureTransport': fc.constantFrom('true', 'false') }),
    NumericLessThan: fc.record({ 's3:TlsVersion': fc.constantFrom('1.2', '1.3') }),
  },
  { requiredKeys: ['Bool'] },
);

// Patterns that are within any bucket of the partition.
const where = someOf('arn:aws:s3:::*', 'arn:aws:s3:::*/reports/*', '*');
const what = someOf('s3:GetObject', 's3:PutObject', 's3:ListBucket', 's3:Get*');
const sid = fc.constantFrom('Readers', 'Tls');

const statement = fc.oneof(
  fc.record(
    {
      Sid: sid,
      Effect: fc.constant('Allow'),
      Principal: fc.oneof(named, fc.constant('*')),
      Action: what,
      Resource: where,
      Condition: condition,
    },
    { requiredKeys: ['Effect', 'Principal', 'Action', 'Resource'] },
  ),
  fc.record(
    {
      Sid: sid,
      Effect: fc.constant('Deny'),
      Principal: fc.constant('*'),
      NotAction: what,
      Resource: where,
      Condition: condition,
    },
    { requiredKeys: ['Effect', 'Principal', 'NotAction', 'Resource', 'Condition'] },
  ),
);

/** Policies as people write them, for any bucket; some of them public. */
export const value: fc.Arbitrary<Json> = fc.record(
  {
    Version: fc.constantFrom('2012-10-17', '2008-10-17'),
    Id: fc.constant('readers'),
    Statement: fc.uniqueArray(statement, {
      minLength: 1,
      maxLength: 3,
      selector: ({ Sid: _label, ...meaning }) => JSON.stringify(meaning),
    }),
  },
  { requiredKeys: ['Statement'] },
);

/** The same policy as S3 or another hand may spell it. */
export const equivalent = (declared: Json): fc.Arbitrary<Json> =>
  fc.array(fc.nat(), { minLength: 40, maxLength: 40 }).map((choices) => {
    let made = 0;
    return rewritten(declared as JsonObject, (count) => (choices[made++ % choices.length] ?? 0) % count);
  });

const mutations: readonly ((statement: JsonObject) => JsonObject)[] = [
  ({ Effect: effect, ...rest }) => ({ ...rest, Effect: effect === 'Allow' ? 'Deny' : 'Allow' }),
  ({ Action: action, ...rest }) =>
    action === undefined
      ? { ...rest, NotAction: [...(rest['NotAction'] as Json[]), 's3:DeleteObject'] }
      : { ...rest, Action: [...(action as Json[]), 's3:DeleteObject'] },
  ({ Resource: resource, ...rest }) => ({
    ...rest,
    Resource: [...(resource as Json[]), 'arn:aws:s3:::*/Reports/*'],
  }),
  ({ Resource: resource, ...rest }) => ({ ...rest, NotResource: resource ?? [] }),
  (statement) => ({ ...statement, Principal: { AWS: ['777788889999'] } }),
  ({ Condition: found, ...rest }) =>
    found === undefined
      ? { ...rest, Condition: { Bool: { 'aws:SecureTransport': 'true' }, Null: { 'aws:SourceVpc': 'true' } } }
      : rest,
];

/** One thing in the policy other than declared. */
export const mutated = (declared: Json): fc.Arbitrary<Json> => {
  const policy = declared as JsonObject;
  const statements = policy['Statement'] as readonly JsonObject[];
  const changed = fc
    .record({ at: fc.nat(statements.length - 1), mutation: fc.constantFrom(...mutations) })
    .map(({ at, mutation }): Json => {
      const one = statements[at];
      return { ...policy, Statement: one === undefined ? [] : statements.with(at, mutation(one)) };
    });
  const other = policy['Version'] === '2012-10-17' ? '2008-10-17' : '2012-10-17';
  return fc.oneof(changed, fc.constant<Json>({ ...policy, Version: other }));
};
