import { listOf, type Statement, textsOf } from './statement.js';

/**
 * Keys that can confine a statement to somebody. Source: S3 User Guide, "Blocking public access: the meaning of public",
 * and the principal keys of the IAM User Guide.
 */
const CONFINING_KEYS = new Set(
  [
    'aws:SourceIp aws:SourceVpc aws:SourceVpce aws:SourceArn aws:SourceAccount aws:SourceOwner aws:userid',
    'aws:PrincipalOrgID aws:PrincipalOrgPaths aws:PrincipalAccount aws:PrincipalArn',
    's3:DataAccessPointAccount s3:DataAccessPointArn',
  ].flatMap((line) => line.toLowerCase().split(' ')),
);

/** Keys whose values say which account comes in. */
const ACCOUNT_KEYS = new Set([
  'aws:principalaccount',
  'aws:principalarn',
  'aws:sourceaccount',
  'aws:sourceowner',
]);

/** Positive operators: they fail when the key is missing. `...IfExists`, `ForAllValues:` and `...Not...` do not. */
const POSITIVE = /^(?:ForAnyValue:)?(?:StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike)$/;

/** Whether some condition confines the statement to fixed values. Conditions are ANDed, so one is enough. */
export function isConfined(statement: Statement): boolean {
  return conditionsOf(statement).some(
    ({ operator, key, values }) =>
      CONFINING_KEYS.has(key) &&
      values.length > 0 &&
      (key === 'aws:sourceip'
        ? operator === 'IpAddress' && values.every(isNarrow)
        : POSITIVE.test(operator) && values.every(isFixed)),
  );
}

/** The accounts to which conditions confine a statement for everybody. */
export function confinedAccounts(statement: Statement): readonly string[] {
  const named = conditionsOf(statement).filter(
    ({ operator, key }) => ACCOUNT_KEYS.has(key) && POSITIVE.test(operator),
  );
  return named.flatMap(({ values }) =>
    values.flatMap((value) => /(?<!\d)\d{12}(?!\d)/.exec(value)?.[0] ?? []),
  );
}

function conditionsOf(
  statement: Statement,
): readonly { operator: string; key: string; values: readonly string[] }[] {
  return Object.entries(Object(statement['Condition'])).flatMap(([operator, block]) =>
    Object.entries(Object(block)).map(([key, value]) => ({
      operator,
      key: key.toLowerCase(),
      values: textsOf(listOf(value)),
    })),
  );
}

/** No wildcard and no policy variable. */
function isFixed(value: string): boolean {
  return !/[*?]|\$\{/.test(value);
}

/** S3 takes ranges broader than /8 (IPv4) and /32 (IPv6) for the whole internet. */
function isNarrow(value: string): boolean {
  const [address = '', mask] = value.split('/');
  if (!isFixed(value) || address === '') return false;
  return mask === undefined || Number(mask) >= (address.includes(':') ? 32 : 8);
}
