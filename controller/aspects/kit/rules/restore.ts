import { canonicalText } from '../../../domain/canonical.js';
import type { JsonObject } from '../../../domain/json.js';
import { isPublicPolicy } from '../../../exposure/policy-public.js';
import { canonicalStatement } from '../policy-form.js';
import { covers } from './covers.js';
import { withoutDeleted } from './purge.js';
import type { PolicyRules } from './rules.js';

/**
 * The remembered statements that have to come back, because the policy was deleted or gutted: nothing of the owner's
 * is left, or no Allow of his where there was one. A statement is the owner's if no rule asks for it and it is about
 * somebody who exists. While one such Allow is left, all else that is missing is an edit, and his business. What S3
 * calls public does not come back by itself.
 */
export function lost(
  left: readonly JsonObject[],
  remembered: readonly JsonObject[],
  rules: PolicyRules,
): readonly JsonObject[] {
  const isOwners = (statement: JsonObject): boolean =>
    withoutDeleted(statement) !== undefined &&
    !rules.require.some(({ statement: required }) => covers(required, statement));
  const now = left.filter(isOwners);
  const before = remembered.filter((one) => isOwners(one) && !isPublicPolicy({ Statement: [one] }));
  const isGutted = now.length === 0 || (before.some(isAllow) && !now.some(isAllow));
  if (!isGutted) return [];
  const there = new Set(left.map(meaningOf));
  return before.filter((statement) => !there.has(meaningOf(statement)));
}

const isAllow = ({ Effect: effect }: JsonObject): boolean => effect === 'Allow';

const meaningOf = (statement: JsonObject): string => canonicalText(canonicalStatement(statement));
