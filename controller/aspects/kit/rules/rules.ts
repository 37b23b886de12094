import { canonicalText } from '../../../domain/canonical.js';
import type { Json, JsonObject } from '../../../domain/json.js';
import type { Target } from '../../../domain/target.js';
import { isJsonObject, textsOf } from '../../../exposure/statements.js';
import { bucketOf } from '../calls.js';
import { canonicalStatement } from '../policy-form.js';
import { type Place, templateNames, templates } from './templates.js';

/** What a baseline may forbid a policy to do. */
export const forbiddable = ['public', 'externalAccounts', 'aclWrite', 'externalAclWrite'] as const;
export type Forbidden = (typeof forbiddable)[number];

/** One entry of `require`: as it was written, and the statement that it asks for. */
export interface Requirement {
  readonly demand: JsonObject;
  readonly statement: JsonObject;
}

/** What must not be in a bucket policy and what must; the rest belongs to whoever owns the bucket. */
export interface PolicyRules {
  readonly forbid: readonly Forbidden[];
  /** Who besides the account may be let in, in the words of `outsiders`. */
  readonly externalAccounts: readonly string[];
  readonly require: readonly Requirement[];
  /** Whether a policy that is gone or gutted comes back from what was good for an hour. */
  readonly restoreDeleted: boolean;
}

/** Whether a declared value has rules in the place of a document. */
export const isByRule = (value: Json | undefined): value is JsonObject & { readonly rules: JsonObject } =>
  isJsonObject(value) && isJsonObject(value['rules']);

/** The rules of a declared value as they apply to a bucket. */
export function rulesOf({ rules }: { readonly rules: JsonObject }, place: Place): PolicyRules {
  const forbid = textsOf(rules['forbid']) ?? [];
  return {
    forbid: forbiddable.filter((one) => forbid.includes(one)),
    externalAccounts: textsOf(rules['externalAccounts']) ?? [],
    require: demandsIn(rules).map((demand) => ({ demand, statement: statementOf(demand, place) })),
    restoreDeleted: rules['restoreDeleted'] === true,
  };
}

/** The bucket as rules name it. */
export function placeOf(target: Target): Place {
  const { partition, account, name } = bucketOf(target);
  return { account, bucket: name, bucketArn: `arn:${partition}:s3:::${name}` };
}

/** The rules in the form in which equal demands are equal. */
export const canonicalRules = (rules: JsonObject): JsonObject => ({
  ...rules,
  forbid: setOf(rules['forbid']),
  externalAccounts: setOf(rules['externalAccounts']),
  require: setOf(
    demandsIn(rules).map(({ statement, ...rest }) =>
      statement === undefined ? rest : { ...rest, statement: canonicalStatement(statement) },
    ),
  ),
  restoreDeleted: rules['restoreDeleted'] === true,
});

const demandsIn = ({ require }: JsonObject): readonly JsonObject[] =>
  Array.isArray(require) ? require.filter(isJsonObject) : [];

function statementOf({ template, statement }: JsonObject, place: Place): JsonObject {
  const name = templateNames.find((known) => known === template);
  if (name !== undefined) return templates[name](place);
  return isJsonObject(statement) ? statement : {};
}

const setOf = (value: Json | undefined): readonly Json[] => {
  const members: readonly Json[] = Array.isArray(value) ? value : [];
  const texts = new Map(members.map((member) => [canonicalText(member), member]));
  return [...texts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, member]) => member);
};
