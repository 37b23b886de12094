/** A bucket policy after JSON.parse: nothing is known about it but that it is an object. */
export interface PolicyDocument {
  readonly [name: string]: unknown;
}

/** One value or a list of them, as a list. */
export function many(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** True for what JSON calls an object. */
export function isRecord(value: unknown): value is PolicyDocument {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The statements of a policy, be they one or a list; things that are no objects are left out. */
export function statementsOf(policy: PolicyDocument): readonly PolicyDocument[] {
  return many(policy['Statement']).filter(isRecord);
}

/** The operators, keys and values of a statement's conditions; values as texts. */
export function conditionsOf(
  statement: PolicyDocument,
): readonly { readonly operator: string; readonly key: string; readonly values: readonly string[] }[] {
  const condition = statement['Condition'];
  if (!isRecord(condition)) return [];
  return Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(isRecord(keys) ? keys : {}).map(([key, value]) => ({
      operator,
      key: key.toLowerCase(),
      values: many(value).map(String),
    })),
  );
}
