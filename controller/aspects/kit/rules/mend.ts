import type { Json, JsonObject } from '../../../domain/json.js';
import { isJsonObject } from '../../../exposure/statements.js';
import { type Findings, usesVariables, versionOf } from './findings.js';
import { withoutDeleted } from './purge.js';

/** What a policy becomes; `policy` is missing if nothing is left of it. */
export type Mended =
  | { readonly kind: 'mended'; readonly policy?: JsonObject }
  | { readonly kind: 'stuck'; readonly why: string };

/**
 * The policy without what breaks a rule, with what is required and what has to come back. Every other statement stays
 * as and where it was; only ids of deleted principals, which S3 does not take, go from all of them.
 */
export function mended(policy: Json | undefined, findings: Findings, good: Json | undefined): Mended {
  const { left, missing, lost } = findings;
  const base = isJsonObject(policy) ? policy : lost.length > 0 && isJsonObject(good) ? good : undefined;
  const version = versionOf(base);
  const added = [...lost, ...missing.map(({ statement }) => statement)];
  const isMeant = lost.length === 0 || version === versionOf(good);
  const stranger = added.find(usesVariables);
  if (stranger !== undefined && (version !== '2012-10-17' || !isMeant))
    return stuck(
      `A statement with policy variables has to be added, and this policy is of version ${version}, which takes them for text.`,
    );
  const existing = left.flat().map(withoutDeleted);
  const back = added.map(withoutDeleted);
  if ([...existing, ...back].includes('everybody'))
    return stuck('A Deny exempts only deleted users or roles, and would deny to everybody without them.');
  const kept = existing.filter(isJsonObject);
  const statements = [...kept, ...labelled(back.filter(isJsonObject), kept)];
  if (statements.length === 0) return { kind: 'mended' };
  return { kind: 'mended', policy: { ...(base ?? { Version: '2012-10-17' }), Statement: statements } };
}

const stuck = (why: string): Mended => ({ kind: 'stuck', why });

/** The statements that are added, without labels that are taken: a `Sid` must be unique in a policy. */
function labelled(added: readonly JsonObject[], kept: readonly JsonObject[]): readonly JsonObject[] {
  const taken = new Set(kept.map(({ Sid: label }) => label));
  return added.map((statement) => {
    const { Sid: label, ...unlabelled } = statement;
    if (label === undefined) return statement;
    if (taken.has(label)) return unlabelled;
    taken.add(label);
    return statement;
  });
}
