import { KNOWN_ACTIONS } from './actions.js';

/** A policy statement as parsed from JSON; nothing is known about its members yet. */
export type Statement = Readonly<Record<string, unknown>>;

/** The statements of a policy's JSON text; a lone statement counts as a list of one. */
export function statementsOf(policy: string): readonly Statement[] {
  const parsed: unknown = JSON.parse(policy);
  return listOf(Object(parsed)['Statement']).map((statement) => Object(statement));
}

/** A scalar or a list, as a list; nothing is the empty list. */
export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** A scalar or a list, as a list of texts. */
export function textsOf(value: unknown): readonly string[] {
  return listOf(value).map(String);
}

/** Whether a pattern with `*` and `?` matches the whole text. */
export function wildcardMatch(pattern: string, text: string): boolean {
  const source = [...pattern]
    .map((sign) => (sign === '*' ? '.*' : sign === '?' ? '.' : sign.replace(/[\\^$.|+()[\]{}]/g, '\\$&')))
    .join('');
  return new RegExp(`^${source}$`, 's').test(text);
}

/** Whether the statement is for everybody without a word of condition. */
export function isForEverybody(statement: Statement): boolean {
  const principal = statement['Principal'];
  const everybody = principal === '*' || textsOf(Object(principal)['AWS']).includes('*');
  return everybody && Object.keys(Object(statement['Condition'])).length === 0;
}

/**
 * The known actions that an Allow can reach in this bucket. A part of the objects counts as the objects; a pattern that
 * names none of the known actions is kept as it is, since a new action may stand behind it.
 */
export function allowedActions(statement: Statement, bucketArn: string): readonly string[] {
  const reached = KNOWN_ACTIONS.filter(
    ({ name, level }) => namesAction(statement, name) && resourceAllows(statement, level, bucketArn),
  ).map(({ name }) => name);
  const patterns = textsOf(statement['Action']).map((pattern) => pattern.replace(/^s3:/i, ''));
  const unknown = patterns.filter((pattern) => !KNOWN_ACTIONS.some(({ name }) => sameAction(pattern, name)));
  return [...reached, ...unknown];
}

/** The known actions that an unconditional Deny takes from all of this bucket: nothing less than the whole counts. */
export function deniedActions(statement: Statement, bucketArn: string): readonly string[] {
  if (statement['NotResource'] !== undefined) return [];
  return KNOWN_ACTIONS.filter(({ name, level }) => {
    const whole = level === 'bucket' ? bucketArn : `${bucketArn}/*`;
    const covers = textsOf(statement['Resource']).some((pattern) => wildcardMatch(pattern, whole));
    return covers && namesAction(statement, name);
  }).map(({ name }) => name);
}

function namesAction(statement: Statement, action: string): boolean {
  const excluded = statement['NotAction'];
  if (excluded !== undefined) return !textsOf(excluded).some((pattern) => sameAction(pattern, action));
  return textsOf(statement['Action']).some((pattern) => sameAction(pattern, action));
}

function sameAction(pattern: string, action: string): boolean {
  return wildcardMatch(pattern.replace(/^s3:/i, '').toLowerCase(), action.toLowerCase());
}

function resourceAllows(statement: Statement, level: 'bucket' | 'object', bucketArn: string): boolean {
  // Which objects an exclusion leaves cannot be told without the objects, so it is taken to leave some.
  if (statement['NotResource'] !== undefined) return true;
  return textsOf(statement['Resource']).some((pattern) => {
    if (level === 'bucket') return wildcardMatch(pattern, bucketArn);
    return pattern.startsWith(`${bucketArn}/`) || wildcardMatch(pattern, `${bucketArn}/an/object`);
  });
}
