import type { Json, JsonObject } from '../../../domain/json.js';
import { principalsOf } from '../../../exposure/principals.js';
import { isJsonObject, textsOf } from '../../../exposure/statements.js';
import { withoutAclActions } from './acl-actions.js';

/**
 * What may stay of a statement for one principal: the whole, or all but some actions, or all but some values of a
 * condition, or both; nothing if no such part is fine.
 */
export function narrowed(
  statement: JsonObject,
  isFine: (statement: JsonObject) => boolean,
): JsonObject | undefined {
  const fewer = withoutAclActions(statement);
  const parts = fewer === undefined ? [statement] : [statement, fewer];
  const part = parts.find(isFine);
  // Who is named is let in whatever the conditions say; they only tell who is meant by everybody, or by a service.
  const mayHelp = principalsOf(statement).some(({ kind }) => kind === 'anyone' || kind === 'service');
  if (part !== undefined || !mayHelp) return part;
  return parts.map((one) => withFewerValues(one, isFine)).find((one) => one !== undefined);
}

/** Operators that one of several values satisfies: with fewer values they let fewer in. */
const anyOfValues = /^(?:ForAnyValue:)?(?:(?:String|Arn)(?:Equals|Like)|StringEqualsIgnoreCase|IpAddress)$/;

/** The statement with only those values of one condition with which it is fine. */
function withFewerValues(
  statement: JsonObject,
  isFine: (statement: JsonObject) => boolean,
): JsonObject | undefined {
  for (const { operator, key, values } of linesOf(statement)) {
    const having = (some: readonly string[]): JsonObject => withValues(statement, operator, key, some);
    const kept = values.filter((value) => isFine(having([value])));
    if (kept.length > 0 && kept.length < values.length && isFine(having(kept))) return having(kept);
  }
  return undefined;
}

const linesOf = ({ Condition: condition }: JsonObject) =>
  Object.entries(isJsonObject(condition) ? condition : {}).flatMap(([operator, keys]) =>
    anyOfValues.test(operator) && isJsonObject(keys)
      ? Object.entries(keys).map(([key, values]) => ({ operator, key, values: textsOf(values) ?? [] }))
      : [],
  );

const withValues = (statement: JsonObject, operator: string, key: string, values: Json): JsonObject => {
  const condition = statement['Condition'];
  const keys = isJsonObject(condition) ? condition[operator] : undefined;
  return {
    ...statement,
    Condition: {
      ...(isJsonObject(condition) ? condition : {}),
      [operator]: { ...(isJsonObject(keys) ? keys : {}), [key]: values },
    },
  };
};
