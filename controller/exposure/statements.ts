import { isObject, type Json, type JsonObject } from '../domain/json.js';

const members: ReadonlySet<string> = new Set(['Version', 'Id', 'Statement']);
const versions: readonly (Json | undefined)[] = [undefined, '2012-10-17', '2008-10-17'];

/**
 * The statements of a bucket policy (S3 takes a lone statement for a list of one), or nothing if the document
 * cannot be understood: then nobody can say whom it keeps out.
 */
export function statementsOf(document: Json): readonly JsonObject[] | undefined {
  if (!isJsonObject(document) || !Object.keys(document).every((name) => members.has(name))) return undefined;
  if (!versions.includes(document['Version'])) return undefined;
  const listed = document['Statement'];
  const statements = Array.isArray(listed) ? listed : [listed];
  return statements.every(isJsonObject) ? statements : undefined;
}

/** Whether the statement lets somebody in: all do that are not plainly a Deny, since S3 may read one otherwise. */
export const isAllow = (statement: JsonObject): boolean => statement['Effect'] !== 'Deny';

const elements: ReadonlySet<string> = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);

/** The elements of a statement that IAM does not know (case counts). What they mean is anybody's guess. */
export const unknownElements = (statement: JsonObject): readonly string[] =>
  Object.keys(statement).filter((name) => !elements.has(name));

/**
 * The texts of an element that may be one value or a list; numbers and booleans count as their texts, as S3
 * stores them. Nothing if the element is missing or holds anything else.
 */
export function textsOf(element: Json | undefined): readonly string[] | undefined {
  const values: readonly (Json | undefined)[] = Array.isArray(element) ? element : [element];
  return values.every(isScalar) ? values.map(String) : undefined;
}

/** `isObject` for what is JSON already. */
export const isJsonObject = (value: Json | undefined): value is JsonObject => isObject(value);

const isScalar = (value: Json | undefined): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
