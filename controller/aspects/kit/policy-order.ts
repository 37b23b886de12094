import { canonicalText } from '../../domain/canonical.js';
import type { Json, JsonObject } from '../../domain/json.js';
import { isPublicPolicy } from '../../exposure/policy-public.js';
import { isJsonObject } from '../../exposure/statements.js';
import { canonicalPolicy } from './policy-form.js';

/**
 * Whether one policy lets nobody do anything that another does not: it has every Deny of the other, and no Allow that
 * the other has not. Both have to be public or neither: RestrictPublicBuckets keeps other accounts out, those of the
 * ACL too, only as long as the policy is public (S3 User Guide, "Blocking public access").
 */
export function isNoLooserPolicy(policy: JsonObject, than: JsonObject): boolean {
  const [one, other] = [partsOf(policy), partsOf(than)];
  return (
    one !== undefined &&
    other !== undefined &&
    one.rest === other.rest &&
    [...other.denies].every((statement) => one.denies.has(statement)) &&
    [...one.others].every((statement) => other.others.has(statement)) &&
    isPublicPolicy(policy) === isPublicPolicy(than)
  );
}

interface Parts {
  readonly rest: string;
  readonly denies: ReadonlySet<string>;
  readonly others: ReadonlySet<string>;
}

/** Nothing for what is no document of statements. */
function partsOf(policy: JsonObject): Parts | undefined {
  const { Statement: statements, ...rest } = canonicalPolicy(policy);
  if (policy['Statement'] === undefined || !Array.isArray(statements)) return undefined;
  const isDeny = (one: Json): boolean => isJsonObject(one) && one['Effect'] === 'Deny';
  const texts = (some: readonly Json[]): ReadonlySet<string> => new Set(some.map(canonicalText));
  return {
    rest: canonicalText(rest),
    denies: texts(statements.filter(isDeny)),
    others: texts(statements.filter((one: Json) => !isDeny(one))),
  };
}
