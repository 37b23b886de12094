import type { Json, JsonObject } from '../domain/json.js';
import { matchesPattern } from './patterns.js';
import { principalsOf } from './principals.js';
import { isJsonObject, statementsOf, textsOf } from './statements.js';

/** Without these nobody but the root user can repair the policy again (S3 User Guide, "Bucket policies"). */
const needed = ['s3:GetBucketPolicy', 's3:PutBucketPolicy', 's3:DeleteBucketPolicy'];

/**
 * The calls by which a policy is repaired and which this one denies to everybody, or to everybody in the
 * account, without a condition that exempts anybody.
 */
export function lockedOut(document: Json, bucketArn: string, account: string): readonly string[] {
  const denies = (statementsOf(document) ?? []).filter(
    (statement) =>
      statement['Effect'] === 'Deny' &&
      !isConditional(statement) &&
      statement['NotPrincipal'] === undefined &&
      isNamed(statement, 'Resource', bucketArn) &&
      (principalsOf(statement).some(({ kind }) => kind === 'anyone') || isRoot(statement, account)),
  );
  return needed.filter((action) => denies.some((statement) => isNamed(statement, 'Action', action)));
}

const isConditional = ({ Condition: condition }: JsonObject): boolean =>
  isJsonObject(condition) && Object.keys(condition).length > 0;

const isRoot = ({ Principal: principal }: JsonObject, account: string): boolean =>
  (isJsonObject(principal) ? (textsOf(principal['AWS']) ?? []) : []).some(
    (name) => name === account || name.endsWith(`:iam::${account}:root`),
  );

/** Whether an element, or the complement of its negation, covers the text. Actions ignore case. */
function isNamed(statement: JsonObject, element: 'Action' | 'Resource', text: string): boolean {
  const excluded = textsOf(statement[`Not${element}`]);
  const fold = (value: string): string => (element === 'Action' ? value.toLowerCase() : value);
  const covers = (patterns: readonly string[]): boolean =>
    patterns.some((pattern) => matchesPattern(fold(pattern), fold(text)));
  return excluded === undefined ? covers(textsOf(statement[element]) ?? []) : !covers(excluded);
}
