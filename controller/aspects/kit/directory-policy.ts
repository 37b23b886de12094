import type { JsonObject } from '../../domain/json.js';
import { isPublicPolicy } from '../../exposure/policy-public.js';
import { statementsOf, textsOf } from '../../exposure/statements.js';
import { isByRule } from './rules/rules.js';

/**
 * Why a policy cannot be put on a directory bucket. It can speak of the actions of S3 Express One Zone alone, and Block
 * Public Access is always on (S3 User Guide, "Security best practices for directory buckets" and "Example bucket policies
 * for directory buckets"). A repair by rule proves what it does to the actions of S3, and nothing about these.
 */
export function directoryPolicyObstacle(declared: JsonObject): string | undefined {
  if (isByRule(declared))
    return 'no repair by rule can be proved right there. Declare the policy itself in a baseline for directory buckets.';
  const foreign = (statementsOf(declared) ?? [])
    .flatMap((statement) => [statement['Action'], statement['NotAction']])
    .flatMap((element) => textsOf(element) ?? [])
    .find((action) => !/^s3express:/i.test(action));
  if (foreign !== undefined)
    return `it speaks of ${foreign}, and such a policy takes actions of s3express alone. Declare another one in a baseline for directory buckets.`;
  return isPublicPolicy(declared)
    ? 'it is public, and Block Public Access cannot be switched off there. Declare one that names who may come in.'
    : undefined;
}
