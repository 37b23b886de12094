import { canonicalText } from '../../../domain/canonical.js';
import type { Json, JsonObject } from '../../../domain/json.js';
import { statementsOf, textsOf, unknownElements } from '../../../exposure/statements.js';
import { breachesOf } from './breaches.js';
import { covers } from './covers.js';
import { purged } from './purge.js';
import { lost } from './restore.js';
import type { Forbidden, PolicyRules, Requirement } from './rules.js';
import type { Place } from './templates.js';

/** What a policy, or no policy, is under rules. */
export interface Findings {
  readonly statements: readonly JsonObject[];
  /** Why nobody can say what the policy does; then nothing else is said. */
  readonly unreadable?: string;
  /** Broken rules, by the place of the statement. */
  readonly breaches: readonly { readonly at: number; readonly broken: ReadonlyMap<Forbidden, string> }[];
  /** What is left of each statement if no rule is to be broken. */
  readonly left: readonly (readonly JsonObject[])[];
  readonly missing: readonly Requirement[];
  /** Remembered statements that have to come back. */
  readonly lost: readonly JsonObject[];
}

const nothing = { breaches: [], left: [], missing: [], lost: [] } as const;

/** Judges a policy by rules. `good` is the remembered policy, if there is one and the rules want it back. */
export function findingsOf(
  policy: Json | undefined,
  rules: PolicyRules,
  place: Place,
  good: Json | undefined,
): Findings {
  const statements = policy === undefined ? [] : statementsOf(policy);
  if (statements === undefined)
    return { ...nothing, statements: [], unreadable: 'Its statements cannot be understood.' };
  const odd = statements.findIndex((statement) => !isUnderstood(statement));
  if (odd >= 0) return { ...nothing, statements, unreadable: `Statement[${odd}] cannot be understood.` };

  const isFine = (statement: JsonObject): boolean => breachesOf([statement], rules, place).size === 0;
  const left = statements.map((statement) => purged(statement, isFine));
  const remembered = rules.restoreDeleted && good !== undefined ? (statementsOf(good) ?? []) : [];
  const back = lost(
    left.flat(),
    remembered.flatMap((statement) => purged(statement, isFine)),
    rules,
  );
  const kept = [...left.flat(), ...back];
  return {
    statements,
    left,
    breaches: statements.flatMap((statement, at) => {
      const broken = breachesOf([statement], rules, place);
      return broken.size === 0 ? [] : [{ at, broken }];
    }),
    missing: rules.require.filter(({ statement }) => !isThere(statement, kept, versionOf(policy ?? good))),
    lost: back,
  };
}

const isUnderstood = (statement: JsonObject): boolean =>
  (statement['Effect'] === 'Allow' || statement['Effect'] === 'Deny') &&
  unknownElements(statement).length === 0;

/** The version of the policy language; what S3 takes for granted is the older one, which knows no variables. */
export const versionOf = (policy: Json | undefined): string => {
  const version =
    typeof policy === 'object' && policy !== null && 'Version' in policy ? policy['Version'] : null;
  return policy === undefined || version === '2012-10-17' ? '2012-10-17' : '2008-10-17';
};

export const usesVariables = (statement: JsonObject): boolean => canonicalText(statement).includes('${');

/**
 * Whether all that a required statement is about is covered, each principal, action and resource by some statement:
 * another label, spelling or division says the same.
 */
function isThere(required: JsonObject, statements: readonly JsonObject[], version: string): boolean {
  if (usesVariables(required) && version !== '2012-10-17') return false;
  return partsOf(required).every((part) => statements.some((statement) => covers(statement, part)));
}

const partsOf = (statement: JsonObject): readonly JsonObject[] =>
  (['Action', 'Resource'] as const).reduce<readonly JsonObject[]>(
    (parts, element) =>
      parts.flatMap((part) =>
        (textsOf(part[element]) ?? [undefined]).map((text) =>
          text === undefined ? part : { ...part, [element]: text },
        ),
      ),
    [statement],
  );
