import { bucketPolicy } from '../../controller/aspects/bucket-policy.js';
import type { FieldChange } from '../../controller/domain/difference.js';
import type { Json, JsonObject } from '../../controller/domain/json.js';
import type { Escalation, Step } from '../../controller/domain/plan.js';
import { compare } from '../../controller/engine/compare.js';
import { account, block, bucket, partner, situationOf } from './access-situation.js';

export const stranger = '999988887777';
export const arn = `arn:aws:s3:::${bucket.name}`;
export const role = (name: string, owner = account): string => `arn:aws:iam::${owner}:role/${name}`;
export const gone = 'AROAQ3EGUXYZABCDEFGHI';

export const allow = (principal: Json, action: Json = 's3:GetObject', more: JsonObject = {}): JsonObject => ({
  Effect: 'Allow',
  Principal: principal,
  Action: action,
  Resource: [arn, `${arn}/*`],
  ...more,
});
export const deny = (action: Json, more: JsonObject = {}): JsonObject => ({
  Effect: 'Deny',
  Principal: '*',
  Action: action,
  Resource: [arn, `${arn}/*`],
  ...more,
});
export const plain = { Bool: { 'aws:SecureTransport': 'false' } };
export const tls = { Sid: 'TlsOnly', ...deny('s3:*', { Condition: plain }) };
export const policy = (...statements: readonly Json[]): JsonObject => ({
  Version: '2012-10-17',
  Id: 'ours',
  Statement: statements,
});
export const fresh = (...statements: readonly Json[]): JsonObject => ({
  Version: '2012-10-17',
  Statement: statements,
});

export const reads = allow({ AWS: role('reader') });
export const guard = deny('s3:DeleteBucket', { Sid: 'Guard' });
export const inOffice = { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } };
export const inOrgs = (...ids: readonly string[]): JsonObject => ({
  StringEquals: { 'aws:PrincipalOrgID': ids },
});
export const forbid = (...rules: readonly string[]): JsonObject => ({ forbid: rules });
export const closed = { ...forbid('public', 'externalAccounts', 'aclWrite'), externalAccounts: [partner] };
export const tlsOnly = { require: [{ template: 'tlsOnly' }] };

export const answerTo = (
  rules: JsonObject,
  found: Json,
  seen: Json = block(false),
): readonly Step[] | Escalation =>
  bucketPolicy.write(
    situationOf('bucketPolicy', {
      found: { bucketPolicy: found, publicAccessBlock: seen },
      wanted: { bucketPolicy: { rules } },
      repairs: ['bucketPolicy'],
    }),
  );
export const fieldsOf = (rules: JsonObject, found: Json): readonly FieldChange[] =>
  compare(
    'bucketPolicy',
    { kind: 'value', value: { rules } },
    found === null ? { kind: 'absent' } : { kind: 'observed', state: found },
    bucket,
  );
