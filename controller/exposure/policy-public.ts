import type { Json } from '../domain/json.js';
import { audienceOf } from './audience.js';
import { isAllow, statementsOf } from './statements.js';

/**
 * Whether S3 calls the bucket policy public: some statement allows everybody and no condition confines it to
 * fixed values (S3 User Guide, "Blocking public access: the meaning of public"). Actions, resources and Deny
 * statements play no part. What cannot be understood is public.
 */
export function isPublicPolicy(document: Json): boolean {
  const statements = statementsOf(document);
  return (
    statements === undefined || statements.filter(isAllow).some((statement) => audienceOf(statement).isPublic)
  );
}
