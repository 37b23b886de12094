import type { Json } from '../domain/json.js';
import { limitsOf } from './conditions.js';
import { principalsOf } from './principals.js';
import { statementsOf } from './statements.js';

/**
 * Whether S3 calls the bucket policy public: some statement allows everybody and no condition confines it to
 * fixed values (S3 User Guide, "Blocking public access: the meaning of public"). Actions, resources and Deny
 * statements play no part. What cannot be understood is public.
 */
export function isPublicPolicy(document: Json): boolean {
  const statements = statementsOf(document);
  if (statements === undefined) return true;
  return statements
    .filter((statement) => statement['Effect'] !== 'Deny')
    .some(
      (statement) =>
        principalsOf(statement).some(({ kind }) => kind === 'anyone') && limitsOf(statement).length === 0,
    );
}
