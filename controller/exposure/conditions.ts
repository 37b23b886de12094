import type { Json, JsonObject } from '../domain/json.js';
import { isJsonObject, textsOf } from './statements.js';
import { type TrustedKey, trustedKey } from './trusted-keys.js';

/** One line of a statement's Condition. All lines must hold; of the values one. */
export interface Condition {
  /** As it is written, for people: `ForAnyValue:StringLike aws:PrincipalOrgPaths`. */
  readonly written: string;
  /** Without `ForAnyValue:`, `ForAllValues:` and `IfExists`. */
  readonly operator: string;
  readonly quantifier?: 'ForAnyValue' | 'ForAllValues';
  /** In lower case, as IAM compares it; empty if the line cannot be read. */
  readonly key: string;
  /** None if they cannot be read. */
  readonly values: readonly string[];
  /** Whether a request without the key passes. */
  readonly passesWithoutKey: boolean;
}

/** A condition that confines everybody to somebody. */
export interface Limit {
  readonly condition: Condition;
  readonly trusted: TrustedKey;
}

/** Whether a condition confines everybody to somebody, and if not, why not. */
export type Judgement = { readonly trusted: TrustedKey } | { readonly open: string };

type Line = { readonly operator: string; readonly name: string; readonly values: readonly string[] };

const shape = /^(?:(ForAnyValue|ForAllValues):)?([A-Za-z]+?)(IfExists)?$/;

/** The conditions of a statement. What cannot be read stands among them and confines nobody. */
export function conditionsOf({ Condition: block }: JsonObject): readonly Condition[] {
  if (block === undefined) return [];
  const lines = isJsonObject(block)
    ? Object.entries(block).flatMap(([operator, keys]) => linesOf(operator, keys))
    : [{ operator: '', name: '', values: [] }];
  const demanded = new Set(
    lines
      .filter(({ operator, values }) => operator === 'Null' && areAll(values, 'false'))
      .map(({ name }) => name.toLowerCase()),
  );
  return lines.map((line) => conditionFrom(line, demanded));
}

/** The lines of one operator. Two spellings of one key are one key, whose values S3 may well add up. */
function linesOf(operator: string, keys: Json): readonly Line[] {
  const entries = isJsonObject(keys) ? Object.entries(keys) : [];
  if (entries.length === 0) return [{ operator, name: '', values: [] }];
  const lines = new Map<string, Line>();
  for (const [name, value] of entries) {
    const same = lines.get(name.toLowerCase());
    const texts = textsOf(value);
    const isRead = texts !== undefined && (same === undefined || same.values.length > 0);
    const values = isRead ? [...(same?.values ?? []), ...texts] : [];
    lines.set(name.toLowerCase(), { operator, name, values });
  }
  return [...lines.values()];
}

function conditionFrom({ operator, name, values }: Line, demanded: ReadonlySet<string>): Condition {
  const [, quantifier, bare = operator, ifExists] = shape.exec(operator) ?? [];
  const key = name.toLowerCase();
  const isLenient = quantifier === 'ForAllValues' || ifExists !== undefined;
  return {
    written: `${operator} ${name}`.trim() || 'the condition',
    operator: bare,
    ...(quantifier === 'ForAnyValue' || quantifier === 'ForAllValues' ? { quantifier } : {}),
    key,
    values,
    passesWithoutKey: isLenient && !demanded.has(key),
  };
}

/**
 * The conditions that confine a statement for everybody to fixed values of trusted keys. One is enough, since
 * conditions are ANDed; its values are ORed, so each of them has to be fixed (S3 User Guide, "Blocking public
 * access: the meaning of public").
 */
export const limitsOf = (statement: JsonObject): readonly Limit[] =>
  conditionsOf(statement).flatMap((condition) => {
    const judgement = judged(condition);
    return 'trusted' in judgement ? [{ condition, trusted: judgement.trusted }] : [];
  });

/** Judges one condition of an Allow by itself. */
export function judged({ operator, key, values, passesWithoutKey }: Condition): Judgement {
  const trusted = trustedKey(key);
  if (key === '' || values.length === 0) return { open: 'it cannot be read' };
  if (operator === 'Null') return { open: 'it names no value' };
  if (trusted === undefined) return { open: 'it says nothing of who calls, or what a caller may choose' };
  if (operator.includes('Not')) return { open: 'it lets in everybody but those whom it names' };
  if (!trusted.operators.includes(operator)) return { open: 'the operator does not compare such values' };
  if (passesWithoutKey) return { open: 'it lets in every request that lacks the key' };
  const loose = values.find((value) => !trusted.isFixed(value));
  return loose === undefined ? { trusted } : { open: `"${loose}" is not fixed` };
}

const areAll = (texts: readonly string[], wanted: string): boolean =>
  texts.length > 0 && texts.every((text) => text.toLowerCase() === wanted);
