import { isObject, type Json } from '../domain/json.js';
import { nearest } from './nearest.js';
import type { Advice } from './schema-advice.js';
import type { Located } from './yaml-tree.js';

/** The four variables, filled in per target. An account has no bucket and no region. */
export const variables = ['bucket', 'account', 'region', 'partition'] as const;
export type Variables = { readonly [name in (typeof variables)[number]]?: string };

/** Bounded, so that a text full of openings without an end costs no more than its length. */
const reference = /\$\{([^{}]{0,200})\}/g;

/** IAM's own variables have a colon (`${aws:username}`) or are the escapes `${*}`, `${?}` and `${$}`: they go to S3 as they are. */
const isIam = (name: string): boolean => name.includes(':') || ['*', '?', '$'].includes(name);

const isOurs = (name: string): name is (typeof variables)[number] =>
  (variables as readonly string[]).includes(name);

/** The value with every variable of ours filled in, in one pass: what is filled in is not looked at again. */
export function filledIn(value: Json, known: Variables): Json {
  if (typeof value === 'string')
    return value.replace(reference, (written, name: string) =>
      isOurs(name) ? (known[name] ?? written) : written,
    );
  if (Array.isArray(value)) return value.map((item) => filledIn(item, known));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value as Record<string, Json>).map(([key, member]) => [key, filledIn(member, known)]),
  );
}

/** Which of our variables a value uses. */
export function usedIn(value: Json): ReadonlySet<(typeof variables)[number]> {
  const names = [...JSON.stringify(value).matchAll(reference)].map(([, name]) => name ?? '');
  return new Set(names.filter(isOurs));
}

/** Every reference to a variable that cannot be filled in, at its own place. */
export function* unknownVariables(
  node: Located,
  text: string,
  allowed: readonly string[],
): Generator<Advice & { readonly at: number }> {
  if (typeof node.value === 'string')
    for (const [written, name = ''] of node.value.matchAll(reference)) {
      if (isIam(name) || allowed.includes(name)) continue;
      const meant = nearest(name, allowed);
      yield {
        at: offsetOf(written, node, text),
        message: isOurs(name) ? `an account has no ${name}` : `${written} is no variable`,
        fix:
          meant === undefined
            ? `use ${allowed.map((known) => `\${${known}}`).join(', ')} or one of IAM's, which have a colon`
            : `did you mean \${${meant}}?`,
      };
    }
  for (const [key, { at, node: member }] of node.members) {
    const [written, name = ''] = Array.isArray(node.value) ? [] : [...key.matchAll(reference)].flat();
    if (written !== undefined && !isIam(name))
      yield { at, message: `${written} stands in a key`, fix: 'use variables in values only' };
    yield* unknownVariables(member, text, allowed);
  }
}

/** Where in the scalar the reference stands; the scalar itself if YAML writes it otherwise (folded, escaped). */
const offsetOf = (written: string, { at, end }: Located, text: string): number => {
  const found = text.slice(at, end).indexOf(written);
  return found === -1 ? at : at + found;
};
