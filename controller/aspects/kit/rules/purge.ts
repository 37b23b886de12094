import { canonicalText } from '../../../domain/canonical.js';
import type { JsonObject } from '../../../domain/json.js';
import { deletedPrincipals } from '../../../exposure/principals.js';
import { isJsonObject, textsOf } from '../../../exposure/statements.js';
import { narrowed } from './narrow.js';

/**
 * What is left of a statement: itself where it breaks no rule, or it for those principals for whom it breaks none, for
 * the others with fewer actions or values. Principals who keep different things get statements of their own; the
 * first keeps the `Sid`, which must be unique in a policy.
 */
export function purged(
  statement: JsonObject,
  isFine: (statement: JsonObject) => boolean,
): readonly JsonObject[] {
  if (statement['Effect'] === 'Deny' || isFine(statement)) return [statement];
  const named = namedIn(statement);
  if (named === undefined) return [narrowed(statement, isFine)].filter((left) => left !== undefined);
  const parts = new Map<string, { readonly left: JsonObject; readonly names: Name[] }>();
  for (const name of named) {
    const left = narrowed({ ...statement, Principal: { [name.kind]: name.text } }, isFine);
    if (left === undefined) continue;
    const { Principal: _who, ...rest } = left;
    const key = canonicalText(rest);
    const part = parts.get(key) ?? { left, names: [] };
    part.names.push(name);
    parts.set(key, part);
  }
  return [...parts.values()].map(({ left, names }, index) => {
    const { Sid: _label, ...unlabelled } = left;
    return {
      ...(index === 0 ? left : unlabelled),
      Principal: names.length === named.length ? (statement['Principal'] ?? {}) : principalOf(names),
    };
  });
}

interface Name {
  readonly kind: string;
  readonly text: string;
}

/** The principals of a statement one by one, or nothing if they are not a map of names. */
function namedIn({ Principal: principal, NotPrincipal: excluded }: JsonObject): readonly Name[] | undefined {
  if (!isJsonObject(principal) || excluded !== undefined) return undefined;
  const named = Object.entries(principal).map(([kind, names]) =>
    textsOf(names)?.map((text): Name => ({ kind, text })),
  );
  return named.every((names) => names !== undefined) ? named.flat() : undefined;
}

function principalOf(names: readonly Name[]): JsonObject {
  const kinds = new Set(names.map(({ kind }) => kind));
  const textsOfKind = (wanted: string): readonly string[] =>
    names.flatMap(({ kind, text }) => (kind === wanted ? [text] : []));
  return Object.fromEntries([...kinds].map((kind) => [kind, textsOfKind(kind)]));
}

/**
 * The statement without the ids that S3 shows in the place of deleted users and roles, and refuses to take: they are
 * nobody. Nothing if it is about nobody else; `everybody` if it denies something to all but them.
 */
export function withoutDeleted(statement: JsonObject): JsonObject | 'everybody' | undefined {
  const deleted = deletedPrincipals(statement);
  if (deleted.length === 0) return statement;
  const element = statement['Principal'] === undefined ? 'NotPrincipal' : 'Principal';
  const names = namedIn({ Principal: statement[element] ?? {} }) ?? [];
  const left = names.filter(({ kind, text }) => kind !== 'AWS' || !deleted.includes(text));
  if (left.length > 0) return { ...statement, [element]: principalOf(left) };
  return element === 'Principal' ? undefined : 'everybody';
}
