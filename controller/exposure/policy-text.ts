import { isObject, type JsonObject } from '../domain/json.js';
import { duplicateMembers } from './duplicate-members.js';

/** A bucket policy's text as a document, or why nobody can say for sure what it means. */
export type PolicyText = { readonly document: JsonObject } | { readonly unreadable: string };

/** No element of IAM's grammar lies deeper than seven levels; what is far deeper would only exhaust whoever walks it. */
const deepestNesting = 32;

/** Reads the text of a bucket policy. One that names a member twice is refused, as S3 does. */
export function readPolicy(text: string): PolicyText {
  if (isTooDeep(text)) return { unreadable: `it is nested more than ${deepestNesting} deep` };
  const document = parsed(text);
  if (!isObject(document))
    return { unreadable: document === undefined ? 'it is not JSON' : 'it is not a JSON object' };
  const [twice] = duplicateMembers(text);
  return twice === undefined
    ? { document: document as JsonObject }
    : { unreadable: `it names the member ${twice} twice` };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const [sign] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]]/gs)) {
    if (sign === '{' || sign === '[') depth += 1;
    else if (sign === '}' || sign === ']') depth -= 1;
    if (depth > deepestNesting) return true;
  }
  return false;
}
