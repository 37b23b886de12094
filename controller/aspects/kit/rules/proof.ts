import type { Json, JsonObject } from '../../../domain/json.js';
import { lockedOut } from '../../../exposure/lock-out.js';
import { isPublicPolicy } from '../../../exposure/policy-public.js';
import { deletedPrincipals } from '../../../exposure/principals.js';
import { isJsonObject, statementsOf } from '../../../exposure/statements.js';
import { breachesOf } from './breaches.js';
import { covers } from './covers.js';
import { findingsOf } from './findings.js';
import { withoutDeleted } from './purge.js';
import type { PolicyRules } from './rules.js';
import type { Place } from './templates.js';

/** What a repair has to be proved against. */
export interface Claim {
  readonly found: Json | undefined;
  readonly result: JsonObject | undefined;
  readonly good: Json | undefined;
  readonly rules: PolicyRules;
  readonly place: Place;
}

/** S3 User Guide, "Bucket policies": 20 KB, counted in bytes of the text. */
export const sizeLimit = 20 * 1024;

/**
 * Why it is not proved that a repair is right, as one sentence; nothing if it is. Looks at what is found and what is to
 * be put alone, not at how that was made: the result breaks no rule and leaves nothing to do, whatever it allows was
 * allowed before or is asked for, and each statement without fault is still there as it was.
 */
export function unproved({ found, result, good, rules, place }: Claim): string | undefined {
  const before = found === undefined ? [] : statementsOf(found);
  const after = result === undefined ? [] : statementsOf(result);
  if (before === undefined || after === undefined) return 'Its statements cannot be understood.';

  const broken = breachesOf(after, rules, place);
  if (broken.size > 0) return `It would still break ${[...broken.keys()].join(', ')}.`;
  const rest = findingsOf(result, rules, place, good);
  if (rest.unreadable !== undefined || rest.breaches.length + rest.missing.length + rest.lost.length > 0)
    return 'A second repair would find something left to do.';

  const remembered = rules.restoreDeleted && good !== undefined ? (statementsOf(good) ?? []) : [];
  const allowed = [...before, ...remembered, ...rules.require.map(({ statement }) => statement)];
  const fresh = after
    .filter(({ Effect: effect }) => effect !== 'Deny')
    .findIndex((statement) => !allowed.some((known) => covers(known, statement)));
  if (fresh >= 0) return 'It cannot be shown that it allows nothing that was not allowed before.';
  if (
    after.some((one) => isPublicPolicy({ Statement: [one] })) &&
    !isPublicPolicy(found ?? { Statement: [] })
  )
    return 'It would be public, and was not.';

  const untouched = before.filter(
    (one) => one['Effect'] === 'Deny' || breachesOf([one], rules, place).size === 0,
  );
  if (!isInOrder(untouched.map(withoutDeleted).filter(isJsonObject), after))
    return 'It would lose or change a statement without fault.';
  if (isJsonObject(found) && result !== undefined && headOf(found) !== headOf(result))
    return 'It would change the version or the label of the policy.';

  if (after.flatMap(deletedPrincipals).length > 0) return 'It would name a deleted user or role.';
  const size = result === undefined ? 0 : Buffer.byteLength(JSON.stringify(result));
  if (size > sizeLimit) return `It would have ${size} bytes, and S3 takes ${sizeLimit}.`;
  const shut = lockedOut(result ?? { Statement: [] }, place.bucketArn, place.account);
  const shutBefore = lockedOut(found ?? { Statement: [] }, place.bucketArn, place.account);
  const [added] = shut.filter((action) => !shutBefore.includes(action));
  return added === undefined ? undefined : `It would deny ${added} to everybody, the controller too.`;
}

/** Whether the first list stands in the second, member by member and in its order. */
function isInOrder(some: readonly JsonObject[], all: readonly JsonObject[]): boolean {
  let at = 0;
  for (const one of all) if (at < some.length && JSON.stringify(one) === JSON.stringify(some[at])) at += 1;
  return at === some.length;
}

/** All of the policy but its statements, as text; S3 takes 2008-10-17 for granted, and that must stay so. */
const headOf = ({ Statement: _statements, ...head }: JsonObject): string => JSON.stringify(head);
