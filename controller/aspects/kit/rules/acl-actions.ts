import type { JsonObject } from '../../../domain/json.js';
import { actions } from '../../../exposure/actions.js';
import { matchesPattern } from '../../../exposure/patterns.js';
import { textsOf } from '../../../exposure/statements.js';

/** Patterns that together are all actions which only tell; none of them changes access. */
const families: readonly string[] = ['s3:Get*', 's3:List*'];
const changing = actions.filter(({ changesAccess }) => changesAccess).map(({ name }) => name);
const others = actions.filter(({ changesAccess }) => !changesAccess).map(({ name }) => name);

const isNamed = (action: string, patterns: readonly string[]): boolean =>
  patterns.some((pattern) => matchesPattern(pattern.toLowerCase(), action.toLowerCase()));

/** The actions of a statement that change ACLs, the policy or what guards them; all if it cannot be read. */
export function aclActionsOf({ Action: action, NotAction: notAction }: JsonObject): readonly string[] {
  const [named, excluded] = [textsOf(action), textsOf(notAction)];
  if (excluded !== undefined && action === undefined)
    return changing.filter((one) => !isNamed(one, excluded));
  return named === undefined ? changing : changing.filter((one) => isNamed(one, named));
}

/**
 * The statement without those actions, nothing if none is left. A pattern gives way to what it stands for but for
 * them: an action that this version does not know goes with it, since nobody can tell what it lets do.
 */
export function withoutAclActions(statement: JsonObject): JsonObject | undefined {
  const { Action: action, NotAction: notAction } = statement;
  const [named, excluded] = [textsOf(action), textsOf(notAction)];
  if (excluded !== undefined && action === undefined)
    return { ...statement, NotAction: [...excluded, ...aclActionsOf(statement)] };
  const kept = new Set(
    (named ?? []).flatMap((pattern) =>
      changing.some((one) => isNamed(one, [pattern])) ? within(pattern) : [pattern],
    ),
  );
  return kept.size === 0 ? undefined : { ...statement, Action: [...kept] };
}

/** What a pattern takes in beside those actions. */
function within(pattern: string): readonly string[] {
  const whole = families.filter((family) => isNamed(family, [pattern]));
  return [...whole, ...others.filter((name) => isNamed(name, [pattern]) && !isNamed(name, whole))];
}
