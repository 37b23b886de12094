import { TerminalError } from '../../domain/errors.js';
import type { JsonObject } from '../../domain/json.js';
import { readPolicy } from '../../exposure/policy-text.js';
import { withExactNumbers } from './policy-numbers.js';

/**
 * The document in a policy's text as S3 gives it. Throws a TerminalError where nobody can say for sure what it means:
 * then it is neither written nor deleted.
 */
export function policyIn(text: string, whose: string): JsonObject {
  const asIs = readPolicy(text);
  // What is no policy stays none: a number in the place of a name would become one.
  const read = 'unreadable' in asIs ? asIs : readPolicy(withExactNumbers(text));
  if ('unreadable' in read) throw new TerminalError(`The ${whose} cannot be read: ${read.unreadable}`);
  return read.document;
}
