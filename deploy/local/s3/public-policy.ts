import { conditionsOf, isRecord, many, type PolicyDocument, statementsOf } from './policy-shape.js';

const equality = /^(ForAnyValue:)?(StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike)$/;

/** Keys that tell the caller from the rest of the world (S3 User Guide: the meaning of "public"). */
const fixedByDefault = new Set([
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:sourcearn',
  'aws:sourceaccount',
  'aws:sourceowner',
  'aws:principalorgid',
  'aws:principalaccount',
  's3:dataaccesspointaccount',
]);

/**
 * What GetBucketPolicyStatus and BlockPublicPolicy say of a policy: public if one Allow statement lets
 * everybody in and no condition holds everybody to fixed values. Deny statements do not count.
 */
export function isPublicPolicy(policy: PolicyDocument): boolean {
  return statementsOf(policy).some(
    (statement) =>
      statement['Effect'] === 'Allow' &&
      namesEverybody(statement) &&
      !conditionsOf(statement).some(({ operator, key, values }) => limits(operator, key, values)),
  );
}

function namesEverybody(statement: PolicyDocument): boolean {
  if ('NotPrincipal' in statement) return true;
  const principal = statement['Principal'];
  if (!isRecord(principal)) return true;
  return Object.values(principal).some((names) => many(names).includes('*'));
}

function limits(operator: string, key: string, values: readonly string[]): boolean {
  if (values.length === 0) return false;
  if (key === 'aws:sourceip') return operator === 'IpAddress' && values.every(isNarrow);
  return equality.test(operator) && values.every((value) => isFixed(key, value));
}

function isFixed(key: string, value: string): boolean {
  if (value.includes('${')) return false;
  if (key === 's3:dataaccesspointarn') return /^arn:[^:*?]+:s3:[^:]*:\d{12}:/.test(value);
  if (key === 'aws:principalarn') return /^arn:[^:*?]+:(iam|sts)::\d{12}:/.test(value);
  if (key === 'aws:principalorgpaths') return /^o-[a-z0-9]+\//.test(value);
  if (key === 'aws:userid') return /^(AROA[A-Z0-9]+:\*|[^*?]+)$/.test(value);
  return fixedByDefault.has(key) && !/[*?]/.test(value);
}

function isNarrow(range: string): boolean {
  const [address = '', mask] = range.split('/');
  const isV6 = address.includes(':');
  const bits = mask === undefined ? 128 : Number(mask);
  return bits >= (isV6 ? 32 : 8);
}
